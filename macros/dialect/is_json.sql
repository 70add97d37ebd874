{#- True when a text is valid JSON; false for null. -#}
{% macro is_json(text) -%}
    {{ adapter.dispatch('is_json')(text) }}
{%- endmacro %}

{% macro default__is_json(text) -%}
    {{ no_dialect('is_json') }}
{%- endmacro %}

{% macro duckdb__is_json(text) -%}
    coalesce(json_valid({{ text }}), false)
{%- endmacro %}
