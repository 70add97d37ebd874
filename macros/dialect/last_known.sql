{#- The last value of a window's frame that is not null; for an `over` clause behind it. -#}
{% macro last_known(expression) -%}
    {{ adapter.dispatch('last_known')(expression) }}
{%- endmacro %}

{% macro default__last_known(expression) -%}
    {{ no_dialect('last_known') }}
{%- endmacro %}

{% macro duckdb__last_known(expression) -%}
    last_value({{ expression }} ignore nulls)
{%- endmacro %}

{% macro spark__last_known(expression) -%}
    last_value({{ expression }}, true)
{%- endmacro %}
