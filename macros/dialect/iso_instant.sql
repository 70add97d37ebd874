{#- A UTC timestamp as ISO 8601 text with six decimals and a `Z`; null stays null. -#}
{% macro iso_instant(instant) -%}
    {{ adapter.dispatch('iso_instant')(instant) }}
{%- endmacro %}

{% macro default__iso_instant(instant) -%}
    {{ no_dialect('iso_instant') }}
{%- endmacro %}

{% macro duckdb__iso_instant(instant) -%}
    strftime({{ instant }}, '%Y-%m-%dT%H:%M:%S.%fZ')
{%- endmacro %}

{% macro spark__iso_instant(instant) -%}
    date_format({{ instant }}, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
{%- endmacro %}
