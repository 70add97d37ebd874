"""The SQL function `host_site`, by plugins/host_site_finder.py.

`host_site(host varchar) -> struct(site varchar, any_suffix varchar)`
"""

import duckdb
from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin
from plugins.host_site_finder import host_site

PARTS = duckdb.struct_type({"site": VARCHAR, "any_suffix": VARCHAR})


class Plugin(BasePlugin):
    def configure_connection(self, conn):
        conn.create_function("host_site", host_site, [VARCHAR], PARTS)
