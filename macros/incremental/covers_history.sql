{#- Whether the model that asks holds all history in this run, not just what the run touches.
    True outside of a run, too (parsing, unit tests, a first compile). -#}
{% macro covers_history() %}
    {%- if not execute or model.resource_type != 'model' -%}
        {{ return(true) }}
    {%- endif -%}
    {%- if adapter.get_relation(target.database, 'runs', 'plan') is none -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set found = run_query(
        "select count(*) from runs.plan where node = '" ~ model.unique_id ~ "'") -%}
    {{ return(found.rows[0][0] > 0) }}
{% endmacro %}
