{#- Texts as the inside of an SQL `in (…)`. -#}
{% macro quoted_list(texts) -%}
    '{{ texts | join("', '") }}'
{%- endmacro %}
