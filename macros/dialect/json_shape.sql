{#- A text that is the same for JSON objects (text) whose members have the same names, in the same
    order, and the same kinds; null for null. Few shapes stand for many documents. One that is
    nested too deep for the engine is a shape of its own. -#}
{% macro json_shape(document) -%}
    {{ adapter.dispatch('json_shape')(document) }}
{%- endmacro %}

{% macro default__json_shape(document) -%}
    {{ no_dialect('json_shape') }}
{%- endmacro %}

{% macro duckdb__json_shape(document) -%}
    coalesce(try(cast(json_structure({{ document }}) as varchar)), {{ document }})
{%- endmacro %}
