{#- The table of a model as the last run left it, for models that are built before it. Not a
    ref: what reads it comes first. Only where is_full_rebuild() is false. -#}
{% macro as_kept(name) %}
    {%- set node = project_nodes().get('model.' ~ project_name ~ '.' ~ name) -%}
    {%- if node is none -%}
        {{ exceptions.raise_compiler_error('as_kept: no model is named ' ~ name) }}
    {%- endif -%}
    {{ return(api.Relation.create(
        database=node.database, schema=node.schema, identifier=node.alias or node.name)) }}
{% endmacro %}
