"""The SQL function `code_checksum()`, see plugins/code_checksum.py."""

from importlib.metadata import version
from pathlib import Path

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin
from plugins.code_checksum import code_checksum


class Plugin(BasePlugin):
    """dbt-duckdb's hook: `root` comes from profiles.yml."""

    def initialize(self, plugin_config):
        self._root = Path(plugin_config["root"])

    def configure_connection(self, conn):
        engine = f"duckdb {version('duckdb')}"
        conn.create_function(
            "code_checksum", lambda: code_checksum(self._root, engine), [], VARCHAR
        )
