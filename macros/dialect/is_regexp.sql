{#- True when a text is a regular expression that the engine can read; false for null. -#}
{% macro is_regexp(pattern) -%}
    {{ adapter.dispatch('is_regexp')(pattern) }}
{%- endmacro %}

{% macro default__is_regexp(pattern) -%}
    {{ no_dialect('is_regexp') }}
{%- endmacro %}

{% macro duckdb__is_regexp(pattern) -%}
    (try(regexp_matches('', {{ pattern }})) is not null)
{%- endmacro %}
