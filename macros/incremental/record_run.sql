{#- Notes what the rows of each model and seed that was built were made by, for the next plan_run. -#}
{% macro record_run(results) %}
    {% if execute and flags.WHICH in ('run', 'build', 'seed', 'retry') %}
        {%- set rows = [] -%}
        {%- for result in results if result.status == 'success'
            and result.node.resource_type in ('model', 'seed') -%}
            {%- do rows.append("select '" ~ result.node.unique_id ~ "' as node, '"
                ~ result.node.checksum.checksum ~ "' as checksum") -%}
        {%- endfor -%}
        {%- if rows -%}
            {%- do rows.append("select 'project' as node, '" ~ project_checksum()
                ~ "' as checksum") if flags.WHICH != 'seed' -%}
            {% do adapter.create_schema(
                api.Relation.create(database=target.database, schema='runs')) %}
            {% do run_query('create table if not exists runs.made_by '
                ~ '(node ' ~ dbt.type_string() ~ ', checksum ' ~ dbt.type_string() ~ ')') %}
            {% do run_query('drop table if exists runs.made_by_now') %}
            {% do run_query('create table runs.made_by_now as ' ~ rows | join(' union all ')
                ~ ' union all select node, checksum from runs.made_by as earlier'
                ~ ' where node not in (select node from ('
                ~ rows | join(' union all ') ~ ') as made)') %}
            {% do run_query('drop table runs.made_by') %}
            {% do run_query('alter table runs.made_by_now rename to made_by') %}
            {% do adapter.commit() %}
        {%- endif -%}
    {% endif %}
{% endmacro %}
