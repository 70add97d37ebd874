{#- The rows of a load as a source's staging model gives them, for the one model that reads them: a
    view on DuckDB. -#}
{% materialization staged, adapter='duckdb', supported_languages=['sql'] %}
    {{ return(materialization_view_duckdb()) }}
{% endmaterialization %}
