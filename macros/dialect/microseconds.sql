{#- Microseconds since 1970-01-01 UTC of a timestamp, as bigint; null stays null. -#}
{% macro microseconds(instant) -%}
    {{ adapter.dispatch('microseconds')(instant) }}
{%- endmacro %}

{% macro default__microseconds(instant) -%}
    {{ no_dialect('microseconds') }}
{%- endmacro %}

{% macro duckdb__microseconds(instant) -%}
    epoch_us({{ instant }})
{%- endmacro %}

{% macro spark__microseconds(instant) -%}
    unix_micros({{ instant }})
{%- endmacro %}
