{#- The texts of a group joined with `|`, in the order of `order_by`; null when there are none. -#}
{% macro list_text(expression, order_by) -%}
    {{ adapter.dispatch('list_text')(expression, order_by) }}
{%- endmacro %}

{% macro default__list_text(expression, order_by) -%}
    {{ no_dialect('list_text') }}
{%- endmacro %}

{% macro duckdb__list_text(expression, order_by) -%}
    string_agg({{ expression }}, '|' order by {{ order_by }})
{%- endmacro %}

{% macro spark__list_text(expression, order_by) -%}
    listagg({{ expression }}, '|') within group (order by {{ order_by }})
{%- endmacro %}
