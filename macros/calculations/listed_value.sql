{#- The value of a name in a text such as `|one=x|other=y|`; null where it has none, or a blank one. -#}
{% macro listed_value(text, name) -%}
    nullif(split_part(split_part({{ text }}, '|' || {{ name }} || '=', 2), '|', 1), '')
{%- endmacro %}
