{#- Those of record_tables that have a staging model which describes records. What events of a system
    carry is read with the table of its kind, and so is a table of another layout (record_layouts). -#}
{% macro staged_record_tables() %}
    {%- set tables = [] -%}
    {%- for table in record_tables() -%}
        {%- set source_name, name = table.split('/') -%}
        {%- if name != 'events' and name not in var('record_layouts').get(source_name, {}) -%}
            {%- do tables.append(table) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
