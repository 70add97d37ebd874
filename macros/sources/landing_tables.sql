{#- The folders of the landing zone that sources which are on are read from. -#}
{% macro landing_tables() %}
    {%- set tables = [] -%}
    {%- for name in collectors() -%}{%- do tables.append(
        name ~ ('/*' if name in var('folders_of_events') else '/events')) -%}{%- endfor -%}
    {{ return(tables + record_tables()) }}
{% endmacro %}
