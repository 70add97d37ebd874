"""Where Spark looks for data sources: a top-level module `pyspark_…` with a `DefaultSource`."""

import sys

# importing dbt takes longer than reading most files, and nothing here needs it: plugins.landing
# then does without
sys.modules.setdefault("dbt.adapters.duckdb.plugins", None)

from plugins.spark_landing import LandingSource as DefaultSource  # noqa: E402, F401
