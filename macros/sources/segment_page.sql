{#- What a page call of Segment's specification says of its page in its properties; null for other calls. -#}
{% macro segment_page(name) -%}
    case when call_type = 'page' then nullif({{ json_member('properties', "'" ~ name ~ "'") }}, '') end
{%- endmacro %}
