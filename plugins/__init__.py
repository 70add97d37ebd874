"""Python that DuckDB calls while dbt runs: the landing reader and user agent parsing."""
