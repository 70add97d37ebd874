{#- Writes the plan of a run, and makes the list of builds where there is none yet. `rows` are
    mappings by the columns of runs.plan. -#}
{% macro write_plan(rows) %}
    {%- set nothing = {'node': '', 'mode': '', 'reason': '', 'step': 0, 'run': 0, 'rebuilt': 0,
        'own': '', 'project': '', 'lineage': ''} -%}
    {%- do adapter.create_schema(
        api.Relation.create(database=target.database, schema='runs')) -%}
    {%- do begin_run() -%}
    {%- do run_query('drop table if exists runs.plan') -%}
    {%- do run_query('create table runs.plan as ' ~ plan_query(rows or [nothing])) -%}
    {%- if adapter.get_relation(target.database, 'runs', 'builds') is none -%}
        {%- do run_query('create table runs.builds as select node, step, run, rebuilt, own,'
            ~ ' project, lineage from runs.plan where false') -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {#- dbt asks the database for its tables once, before this -#}
    {%- for name in ('plan', 'builds') -%}
        {%- do adapter.cache_added(api.Relation.create(
            database=target.database, schema='runs', identifier=name, type='table')) -%}
    {%- endfor -%}
    {%- set modes = {} -%}
    {%- for row in rows -%}{%- do modes.update({row.node: row.mode}) -%}{%- endfor -%}
    {%- do run_notes().update({'modes': modes}) -%}
{% endmacro %}
