{#- Length of a text in bytes of UTF-8. -#}
{% macro byte_length(text) -%}
    {{ adapter.dispatch('byte_length')(text) }}
{%- endmacro %}

{% macro default__byte_length(text) -%}
    {{ no_dialect('byte_length') }}
{%- endmacro %}

{% macro duckdb__byte_length(text) -%}
    strlen({{ text }})
{%- endmacro %}

{% macro spark__byte_length(text) -%}
    octet_length({{ text }})
{%- endmacro %}
