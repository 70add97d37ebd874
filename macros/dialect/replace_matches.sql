{#- A text with every match of a regular expression replaced by another text, which stands as it is: it
    has no backslash and no dollar sign. Null when the text is null. -#}
{% macro replace_matches(text, pattern, replacement) -%}
    {{ adapter.dispatch('replace_matches')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_matches(text, pattern, replacement) -%}
    {{ no_dialect('replace_matches') }}
{%- endmacro %}

{% macro duckdb__replace_matches(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ replacement }}, 'g')
{%- endmacro %}

{% macro spark__replace_matches(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ replacement }})
{%- endmacro %}
