"""How much of the machine DuckDB may take: a dbt-duckdb plugin that passes on what is set.

`threads` (whole number) and `memory_limit` (such as `2GB` or `50%`) come from profiles.yml;
blank is every core, and MEMORY_LIMIT. What does not fit into the memory is spilled to a folder
`<database>.tmp` beside the database.
"""

import re

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

# so that a build takes less than 2 GB, with Python, dbt and what DuckDB does not count: 0.65 GB
MEMORY_LIMIT = "1.3GB"
# of each: what is accepted, and how to say so
FORMS = {
    "threads": (r"[1-9]\d*", "a whole number from 1, such as 2"),
    "memory_limit": (r"\d+(\.\d+)? ?([KMGT]i?B|%)", "a size such as 2GB, 512MiB or 50%"),
}


class Plugin(BasePlugin):
    """dbt-duckdb's hook. DuckDB takes no blank for a default, so blanks are left out."""

    def initialize(self, plugin_config):
        """Keeps what is set; raises DbtRuntimeError for a value that DuckDB could not take."""
        self._options = {"memory_limit": MEMORY_LIMIT}
        for name, (form, example) in FORMS.items():
            value = str(plugin_config.get(name) or "").strip()
            if value and not re.fullmatch(form, value, re.IGNORECASE):
                raise DbtRuntimeError(
                    f"FOOTPATH_{name.upper()} is '{value}': write {example}, or leave it blank"
                )
            if value:
                self._options[name] = value

    def update_connection_config(self, creds, config):
        config.update(self._options)
