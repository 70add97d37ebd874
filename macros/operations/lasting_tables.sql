{#- What readers are given, by `schema.name`: the description of each table or view of the lasting
    schemas, and those of its columns. -#}
{% macro lasting_tables() %}
    {%- set tables = {} -%}
    {%- for node in project_nodes().values() if node.resource_type == 'model'
        and node.schema in ('core', 'marts', 'quality', 'privacy')
        and node.config.materialized != 'ephemeral'
        and (node.config.meta or {}).get('holds') != 'changes' -%}
        {%- set columns = {} -%}
        {%- for name, column in node.columns.items() -%}
            {%- do columns.update({name: column.description}) -%}
        {%- endfor -%}
        {%- do tables.update({node.schema ~ '.' ~ node.alias:
            {'description': node.description, 'columns': columns}}) -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
