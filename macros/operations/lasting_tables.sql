{#- What readers are given, by `schema.name`: of each table or view of the lasting schemas its
    description, those of its columns, and the nodes whose tables hold its rows. A view that is
    some rows of another of these (`select * from` it) stays a view: its `query` is told, too, and it
    is no copy. Its SQL holds no other Jinja than config and ref. -#}
{% macro lasting_tables() %}
    {%- set tables = {} -%}
    {%- for node in project_nodes().values() if node.resource_type == 'model'
        and node.schema in published_schemas()
        and node.config.materialized != 'ephemeral'
        and (node.config.meta or {}).get('holds') != 'changes' -%}
        {%- set columns = {} -%}
        {%- for name, column in node.columns.items() -%}
            {%- do columns.update({name: column.description}) -%}
        {%- endfor -%}
        {%- do tables.update({node.schema ~ '.' ~ node.alias:
            {'description': node.description, 'columns': columns,
            'nodes': _holders(node.unique_id)}}) -%}
        {%- if node.config.materialized == 'view'
            and modules.re.search('select \\*\nfrom {{ ref', node.raw_code or '') -%}
            {%- do tables[node.schema ~ '.' ~ node.alias].update({'query': _plain_sql(node)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}

{#- The SQL of a view whose refs are names of what readers have. -#}
{% macro _plain_sql(node) %}
    {%- set text = namespace(sql=modules.re.sub('{{ config.*?}}', '', node.raw_code)) -%}
    {%- for id in node.depends_on.nodes -%}
        {%- set parent = project_nodes()[id] -%}
        {%- set text.sql = text.sql.replace(
            "{{ ref('" ~ parent.name ~ "') }}", parent.schema ~ '.' ~ parent.alias) -%}
    {%- endfor -%}
    {{ return(text.sql | trim) }}
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
