{#- Whether a place of source('landing', 'places') is no folder of a source that is on. -#}
{% macro is_unread_place(place) -%}
    {{ place }} not in ('', {{ quoted_list(landing_tables()) }})
    {%- for table in landing_tables() if table.endswith('/*') %}
    and split_part({{ place }}, '/', 1) <> '{{ table[:-2] }}'
    {%- endfor %}
{%- endmacro %}
