{#- Ends a run: publishes the state of the tables, or finds why not, and sums up what was done. For
    the end of on-run-end, where dbt has the `results`. -#}
{% macro finish_run(results) %}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed', 'retry', 'test') -%}
        {%- set reason = unpublished_because(results) -%}
        {%- set outcome = publish_tables() if reason is none
            else 'Not published, because ' ~ reason ~ '.' -%}
        {%- do summarize_run(results, rebuilt_tables(results), outcome) -%}
    {%- endif -%}
{% endmacro %}
