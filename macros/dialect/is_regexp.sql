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

{% macro spark__is_regexp(pattern) -%}
    {#- The engine's regular expressions are Java's. What other engines do not read of them is
        refused: looking around, possessive repetition and atomic groups, references back. It
        is looked for outside of escapes and brackets -#}
    coalesce(
        try_reflect('java.util.regex.Pattern', 'compile', {{ pattern }}) is not null
        and not replace({{ pattern }}, '\\\\', '_') rlike '\\\\[1-9k]'
        and not regexp_replace(
            regexp_replace({{ pattern }}, '\\\\.', '_'), '\\[\\^?\\]?[^\\]]*\\]', '_'
        ) rlike '[(][?](=|!|<=|<!|>)|[*+?}][+]',
        false
    )
{%- endmacro %}
