{#- How the run brings the model that asks up to date (see plan_run); none outside of a run. -#}
{% macro build_mode() %}
    {%- if not execute or model.resource_type not in ('model', 'seed') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set id, modes = model.unique_id, run_notes().get('modes') -%}
    {%- if modes is none -%}
        {#- not a run, or its notes are lost: the last plan holds -#}
        {%- set modes = {} -%}
        {%- if adapter.get_relation(target.database, 'runs', 'plan') is not none -%}
            {%- for row in run_query('select node, mode from runs.plan').rows -%}
                {%- do modes.update({row[0]: row[1]}) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- do run_notes().update({'modes': modes}) -%}
    {%- endif -%}
    {%- if id not in modes and flags.WHICH in ('run', 'build', 'seed', 'retry')
        and not selected_resources -%}
        {%- set rows = plan_rows(nodes_in_order(), [id], [id]) -%}
        {%- do run_query('insert into runs.plan ' ~ plan_query(rows)) -%}
        {%- do modes.update({id: rows[0].mode}) -%}
    {%- endif -%}
    {{ return(modes.get(id)) }}
{% endmacro %}
