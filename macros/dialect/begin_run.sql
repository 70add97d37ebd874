{#- Notes, before anything is written, that a run is under way. Returns nothing. -#}
{% macro begin_run() %}
    {{ return(adapter.dispatch('begin_run')()) }}
{% endmacro %}

{% macro default__begin_run() %}
    {{ no_dialect('begin_run') }}
{% endmacro %}

{#- each model's rows and the note of its build are one transaction -#}
{% macro duckdb__begin_run() %}
    {{ return('') }}
{% endmacro %}

{#- the table runs.unfinished has a row for each run that did not come to its end -#}
{% macro spark__begin_run() %}
    {% do run_query('create table if not exists runs.unfinished (command string) using parquet') %}
    {% do run_query("insert into runs.unfinished values ('" ~ flags.WHICH ~ "')") %}
    {{ return('') }}
{% endmacro %}
