"""The SQL function `visitor_key() -> varchar`: the secret that hashes of visitors' addresses need.

It is FOOTPATH_VISITOR_KEY of the environment. Without it one is made up when it is first asked for,
and kept in `footpath.visitor_key` beside the working database `footpath.duckdb`, for the owner's eyes
alone: visitors must be the same in every run. It is in no table, view or log.
"""

import os
import secrets
from pathlib import Path

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin


def visitor_key(database: str, made_up: dict[str, str]) -> str:
    """The key for a database; `made_up` holds those of databases that are no files."""
    if key := os.environ.get("FOOTPATH_VISITOR_KEY"):
        return key
    if ":" in database:
        return made_up.setdefault(database, secrets.token_hex(32))
    path = Path(os.path.realpath(database)).with_suffix(".visitor_key")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_hex(32)
        file.write(f"{key}\n")
    return key


class Plugin(BasePlugin):
    """dbt-duckdb's hook: `database`, the path of the working database, comes from profiles.yml."""

    def initialize(self, plugin_config):
        self._database = plugin_config["database"]
        self._made_up = {}

    def configure_connection(self, conn):
        conn.create_function(
            "visitor_key", lambda: visitor_key(self._database, self._made_up), [], VARCHAR
        )
