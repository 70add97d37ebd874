{#- Whether a place of source('landing', 'places') is no folder of a source that is on. -#}
{% macro is_unread_place(place) -%}
    {{ place }} not in ('', {{ quoted_list(landing_tables()) }})
{%- endmacro %}
