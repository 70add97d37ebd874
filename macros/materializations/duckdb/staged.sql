{#- What a source's staging model says of raw rows, for the few models that read it: a
    view on DuckDB. -#}
{% materialization staged, adapter='duckdb', supported_languages=['sql'] %}
    {{ return(materialization_view_duckdb()) }}
{% endmaterialization %}
