{#- A scalar inside of a JSON object (text) as text, by a path of plain names with points between them,
    `transaction.revenue`; null when one of them is absent or JSON null. -#}
{% macro json_inner(document, path) -%}
    {{ adapter.dispatch('json_inner')(document, path) }}
{%- endmacro %}

{% macro default__json_inner(document, path) -%}
    {{ no_dialect('json_inner') }}
{%- endmacro %}

{% macro duckdb__json_inner(document, path) -%}
    {%- set found = namespace(value=document) -%}
    {%- for name in path.split('.') -%}
        {%- set found.value = json_member(found.value, "'" ~ name ~ "'") -%}
    {%- endfor -%}
    {{ found.value }}
{%- endmacro %}

{#- a view's text has room for 32,000 characters in a metastore: json_member would fill it -#}
{% macro spark__json_inner(document, path) -%}
    get_json_object({{ document }}, '$.{{ path }}')
{%- endmacro %}
