{#- The texts of a group as a JSON array of strings, in the order of `order_by`. -#}
{% macro json_list(expression, order_by) -%}
    {{ adapter.dispatch('json_list')(expression, order_by) }}
{%- endmacro %}

{% macro default__json_list(expression, order_by) -%}
    {{ no_dialect('json_list') }}
{%- endmacro %}

{% macro duckdb__json_list(expression, order_by) -%}
    cast(to_json(array_agg({{ expression }} order by {{ order_by }})) as varchar)
{%- endmacro %}
