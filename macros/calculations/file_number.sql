{#- The number of the file that a row came in, as `landing_files` has it: what stands before the line in
    its row_id. -#}
{% macro file_number(row_id) -%}
    cast(floor({{ row_id }} / 68719476736) as bigint)
{%- endmacro %}
