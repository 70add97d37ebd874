{#- Notes, before anything is written, that the tables are not whole until
    finish_working_database says so. Returns whether they were not before: an earlier run died or
    failed in its midst, and what it had kept cannot be gone on from. -#}
{% macro begin_run() %}
    {{ return(adapter.dispatch('begin_run')()) }}
{% endmacro %}

{% macro default__begin_run() %}
    {{ no_dialect('begin_run') }}
{% endmacro %}

{#- a run is a transaction, and plugins/working_database.py puts back what one that died has left -#}
{% macro duckdb__begin_run() %}
    {{ return(false) }}
{% endmacro %}

{#- the table runs.unfinished has a row for each run, the last one and those before it that left
    the tables so -#}
{% macro spark__begin_run() %}
    {% do run_query('create schema if not exists runs') %}
    {% do run_query('create table if not exists runs.unfinished (command string) using parquet') %}
    {%- set earlier = run_query('select count(*) from runs.unfinished').rows[0][0] -%}
    {% do run_query("insert into runs.unfinished values ('" ~ flags.WHICH ~ "')") %}
    {{ return(earlier > 0) }}
{% endmacro %}
