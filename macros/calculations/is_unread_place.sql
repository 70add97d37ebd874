{#- Whether a place of source('landing', 'places') is no folder of a source that is on. -#}
{% macro is_unread_place(place) -%}
    {%- set tables = [] -%}
    {%- for name in var('sources') -%}{%- do tables.append(name ~ '/events') -%}{%- endfor -%}
    {{ place }} not in ('', {{ quoted_list(tables) }})
{%- endmacro %}
