{#- Ends a run: sums it up, and publishes the state of the tables, or says why not. For the end of on-run-end,
    where dbt has the `results`. -#}
{% macro finish_run(results) %}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed', 'retry', 'test') -%}
        {%- if flags.WHICH in ('run', 'build', 'retry') -%}
            {%- do summarize_run(results) -%}
        {%- endif -%}
        {%- set reason = unpublished_because(results) -%}
        {%- if reason is none -%}
            {%- do log(publish_tables(), info=true) -%}
        {%- else -%}
            {%- do log('Not published, because ' ~ reason ~ '.', info=true) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
