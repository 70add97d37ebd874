{#- True when a regular expression matches anywhere in a text; null when either is null. -#}
{% macro regexp_contains(text, pattern) -%}
    {{ adapter.dispatch('regexp_contains')(text, pattern) }}
{%- endmacro %}

{% macro default__regexp_contains(text, pattern) -%}
    {{ no_dialect('regexp_contains') }}
{%- endmacro %}

{% macro duckdb__regexp_contains(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro spark__regexp_contains(text, pattern) -%}
    {#- as other engines read a pattern: only a line feed ends a line, and letters of any script
        have two cases -#}
    {{ text }} rlike concat('(?du)', {{ pattern }})
{%- endmacro %}
