{#- All columns of a table of the query but those of a list. -#}
{% macro all_columns_but(table, columns) -%}
    {{ adapter.dispatch('all_columns_but')(table, columns) }}
{%- endmacro %}

{% macro default__all_columns_but(table, columns) -%}
    {{ no_dialect('all_columns_but') }}
{%- endmacro %}

{% macro duckdb__all_columns_but(table, columns) -%}
    {{ table }}.* exclude ({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__all_columns_but(table, columns) -%}
    {{ table }}.* except ({{ columns | join(', ') }})
{%- endmacro %}
