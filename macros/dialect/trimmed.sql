{#- A text without the ASCII white space at its ends (blank, tab, line feed, vertical tab, form feed,
    carriage return); null for null. The engines' own trim takes blanks alone. -#}
{% macro trimmed(text) -%}
    {{ adapter.dispatch('trimmed')(text) }}
{%- endmacro %}

{% macro default__trimmed(text) -%}
    {{ no_dialect('trimmed') }}
{%- endmacro %}

{#- the engine's trim is slow with a set of characters, and few texts need it: a look at both ends
    takes a tenth of the time -#}
{% macro duckdb__trimmed(text) -%}
    case
        when {{ text }} >= '!' and substr({{ text }}, -1, 1) >= '!' then {{ text }}
        else trim({{ text }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))
    end
{%- endmacro %}

{% macro spark__trimmed(text) -%}
    trim(both ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) from {{ text }})
{%- endmacro %}
