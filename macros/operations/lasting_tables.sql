{#- What readers are given, by `schema.name`: of each table or view of the lasting schemas its
    description, those of its columns, and the nodes whose tables hold its rows. -#}
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
            {'description': node.description, 'columns': columns,
            'nodes': _holders(node.unique_id)}}) -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}

{#- A node and, where it is a view, the tables that it reads, through other views. -#}
{% macro _holders(id) %}
    {%- set found = [id] -%}
    {%- if project_nodes()[id].config.materialized in ('view', 'touched') -%}
        {%- for parent in nodes_in_order()[id].parents -%}
            {%- do found.extend(_holders(parent)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found | unique | sort) }}
{% endmacro %}
