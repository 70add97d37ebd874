"""Where Spark looks for data sources: a top-level module `pyspark_…` with a `DefaultSource`."""

from plugins.spark_landing import LandingSource as DefaultSource  # noqa: F401
