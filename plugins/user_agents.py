"""The SQL function `user_agent_parts`, by plugins/user_agent_parser.py.

`user_agent_parts(user_agent varchar) -> struct(browser varchar, os varchar, device varchar)`
"""

import duckdb
from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin
from plugins.user_agent_parser import user_agent_parts

PARTS = duckdb.struct_type({"browser": VARCHAR, "os": VARCHAR, "device": VARCHAR})


class Plugin(BasePlugin):
    def configure_connection(self, conn):
        conn.create_function("user_agent_parts", user_agent_parts, [VARCHAR], PARTS)
