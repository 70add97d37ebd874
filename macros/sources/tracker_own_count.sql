{#- How many members that our own spelling has are in a tracker's event, and not null. -#}
{% macro tracker_own_count() -%}
    {%- for name in tracker_members('own') %}
    case when fields.{{ name }} is null then 0 else 1 end
    {{- ' +' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
