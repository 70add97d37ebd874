{#- Ends a run of dbt: everything written goes into the database's file, the file counts as whole
    and is published, as far as `run` allows. `run` is the JSON text that finish_run makes. Gives
    what came of it: 'published', 'finished', 'unfinished', or 'nothing' when the command of
    the run does not write. -#}
{% macro finish_working_database(run) -%}
    {{ adapter.dispatch('finish_working_database')(run) }}
{%- endmacro %}

{% macro default__finish_working_database(run) -%}
    {{ no_dialect('finish_working_database') }}
{%- endmacro %}

{% macro duckdb__finish_working_database(run) -%}
    finish_working_database('{{ run | replace("'", "''") }}')
{%- endmacro %}

{#- the tables are the cluster's own: they are there as soon as they are written -#}
{% macro spark__finish_working_database(run) -%}
    {%- if fromjson(run)['command'] in ('run', 'build', 'seed', 'retry') -%}
        'finished'
    {%- else -%}
        'nothing'
    {%- endif -%}
{%- endmacro %}
