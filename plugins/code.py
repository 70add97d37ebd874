"""The SQL function `code_checksum()`: one text for all code that rows are made by besides the
models' own SQL, so that a run can tell when rows that it kept are out of date.

It covers the files of `macros/` and `plugins/` and the versions of the packages that compute
(DuckDB, ua-parser).
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin

PACKAGES = ("duckdb", "ua-parser", "ua-parser-builtins")


def code_checksum(root: Path) -> str:
    """SHA-256 (hex) over the paths and contents of the project's macros and plugins."""
    digest = hashlib.sha256()
    files = [*root.glob("macros/**/*.sql"), *root.glob("plugins/**/*.py")]
    for path in sorted(files, key=lambda path: path.relative_to(root).as_posix()):
        for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()


class Plugin(BasePlugin):
    """dbt-duckdb's hook: `root` comes from profiles.yml."""

    def initialize(self, plugin_config):
        self._root = Path(plugin_config["root"])

    def configure_connection(self, conn):
        conn.create_function("code_checksum", lambda: code_checksum(self._root), [], VARCHAR)
