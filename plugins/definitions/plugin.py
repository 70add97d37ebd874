"""The SQL function `definitions(question)`, see plugins/definitions/answer.py."""

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin
from plugins.definitions.answer import answer


class Plugin(BasePlugin):
    def configure_connection(self, conn):
        # what files hold may change between two questions
        conn.create_function("definitions", answer, [VARCHAR], VARCHAR, side_effects=True)
