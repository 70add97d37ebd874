"""The SQL function `user_agent_parts`, by ua-parser (the uap-core rules that browsers'
makers and analytics vendors share).

`user_agent_parts(user_agent varchar) -> struct(browser varchar, os varchar, device varchar)`:
the families by uap-core, null where it knows none. Pure: the rules ship with the pinned
package. It is meant for distinct strings; one call costs about a tenth of a millisecond.
"""

import duckdb
import ua_parser
from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin

PARTS = duckdb.struct_type({"browser": VARCHAR, "os": VARCHAR, "device": VARCHAR})
# longer than any real one; a bound on what the regular expressions have to read
MAX_LENGTH = 1_000


def user_agent_parts(user_agent: str) -> dict[str, str | None]:
    """Browser, operating system and device family of one user agent string."""
    result = ua_parser.parse(user_agent[:MAX_LENGTH])
    return {
        "browser": result.user_agent.family if result.user_agent else None,
        "os": result.os.family if result.os else None,
        "device": result.device.family if result.device else None,
    }


class Plugin(BasePlugin):
    def configure_connection(self, conn):
        conn.create_function("user_agent_parts", user_agent_parts, [VARCHAR], PARTS)
