{#- The records of one table of a source and of its other layouts (record_layouts), as records_of has
    them. -#}
{% macro records_in_layouts(source_name, table) -%}
    {{ records_of(source_name ~ '/' ~ table) }}
    {%- for layout, read_with in var('record_layouts').get(source_name, {}).items()
        if read_with == table %}
    union all
    {{ records_of(source_name ~ '/' ~ layout) }}
    {%- endfor -%}
{%- endmacro %}
