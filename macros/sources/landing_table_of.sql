{#- The raw table that a row lies in, by its file: the folder below that of its source. -#}
{% macro landing_table_of(file) -%}
    split_part({{ file }}, '/', 2)
{%- endmacro %}
