{#- How the run brings the model that asks up to date (see plan_run); none outside of a run. -#}
{% macro build_mode() %}
    {%- if not execute or model.resource_type not in ('model', 'seed')
        or adapter.get_relation(target.database, 'runs', 'plan') is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set query = "select mode from runs.plan where node = '" ~ model.unique_id ~ "'" -%}
    {%- set found = run_query(query).rows -%}
    {%- if not found and flags.WHICH in ('run', 'build', 'seed', 'retry')
        and not selected_resources -%}
        {%- set id = model.unique_id -%}
        {%- do run_query('insert into runs.plan '
            ~ plan_query(plan_rows(nodes_in_order(), [id], [id]))) -%}
        {%- set found = run_query(query).rows -%}
    {%- endif -%}
    {{ return(found[0][0] if found else none) }}
{% endmacro %}
