{#- The tables of records of the sources that are on, as `<source>/<table>`: the folders that they lie
    in below the landing root. The staging model of each is `stg_<source>__<table>`; that of `events`, a
    system's log of changes, is `stg_<source>__changes`, which those of its objects read. -#}
{% macro record_tables() %}
    {%- set tables = [] -%}
    {%- for source_name in var('sources') if source_name in var('record_tables') -%}
        {%- for table in var('record_tables')[source_name] -%}
            {%- do tables.append(source_name ~ '/' ~ table) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
