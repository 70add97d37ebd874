{#- Makes a table that nobody needs once a model is built, from a query that does not read it, in
    place of one of that name. Returns nothing. -#}
{% macro make_scratch_table(name, query) %}
    {{ return(adapter.dispatch('make_scratch_table')(name, query)) }}
{% endmacro %}

{% macro default__make_scratch_table(name, query) %}
    {{ no_dialect('make_scratch_table') }}
{% endmacro %}

{% macro duckdb__make_scratch_table(name, query) %}
    {% do run_query('create or replace temp table ' ~ scratch_table(name) ~ ' as ' ~ query) %}
    {{ return('') }}
{% endmacro %}

{% macro spark__make_scratch_table(name, query) %}
    {% do run_query('create schema if not exists runs') %}
    {#- what a run that died has left -#}
    {% do run_query('drop table if exists ' ~ scratch_table(name)) %}
    {% do run_query('create table ' ~ scratch_table(name) ~ ' using parquet as ' ~ query) %}
    {{ return('') }}
{% endmacro %}
