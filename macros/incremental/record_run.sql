{#- Notes what the rows of each model and seed that was built were made by, for later runs. -#}
{% macro record_run(results) %}
    {% if execute and flags.WHICH in ('run', 'build', 'seed', 'retry') %}
        {% do adapter.create_schema(
            api.Relation.create(database=target.database, schema='runs')) %}
        {% do run_query('create table if not exists runs.made_by (node '
            ~ dbt.type_string() ~ ', fingerprint ' ~ dbt.type_string() ~ ')') %}
        {%- set made_by = {} -%}
        {%- for row in run_query('select node, fingerprint from runs.made_by').rows -%}
            {%- do made_by.update({row[0]: row[1]}) -%}
        {%- endfor -%}
        {%- set fingerprints = fingerprints_of_run(made_by) -%}
        {%- for result in results if result.status == 'success'
            and result.node.resource_type in ('model', 'seed') -%}
            {%- do made_by.update(
                {result.node.unique_id: fingerprints[result.node.unique_id]}) -%}
        {%- endfor -%}
        {%- set rows = [] -%}
        {%- for node, fingerprint in made_by.items() -%}
            {%- do rows.append("('" ~ node ~ "', '" ~ fingerprint ~ "')") -%}
        {%- endfor -%}
        {%- if rows -%}
            {% do run_query('drop table runs.made_by') %}
            {% do run_query('create table runs.made_by as select * from (values '
                ~ rows | join(', ') ~ ') as made (node, fingerprint)') %}
        {%- endif -%}
        {% do adapter.commit() %}
    {% endif %}
{% endmacro %}
