{#- A statement that makes (or makes anew, also from itself) a table that lives as long as the
    connection. -#}
{% macro create_temporary_table(name, query) -%}
    {{ adapter.dispatch('create_temporary_table')(name, query) }}
{%- endmacro %}

{% macro default__create_temporary_table(name, query) -%}
    {{ no_dialect('create_temporary_table') }}
{%- endmacro %}

{% macro duckdb__create_temporary_table(name, query) -%}
    create or replace temp table {{ name }} as {{ query }}
{%- endmacro %}
