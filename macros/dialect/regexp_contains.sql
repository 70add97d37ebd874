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
    {#- as other engines read a pattern: only a line feed ends a line, letters of any script have
        two cases, and `$` is the end: Java's is before a last line feed, too, so that gets another
        one behind it -#}
    concat({{ text }}, case when right({{ text }}, 1) = '\n' then '\n' else '' end)
    rlike concat('(?du)', {{ pattern }})
{%- endmacro %}
