{#- A timestamp moved by a bigint of microseconds; null when either is null. -#}
{% macro add_microseconds(instant, microseconds) -%}
    {{ adapter.dispatch('add_microseconds')(instant, microseconds) }}
{%- endmacro %}

{% macro default__add_microseconds(instant, microseconds) -%}
    {{ no_dialect('add_microseconds') }}
{%- endmacro %}

{% macro duckdb__add_microseconds(instant, microseconds) -%}
    ({{ instant }} + to_microseconds({{ microseconds }}))
{%- endmacro %}

{% macro spark__add_microseconds(instant, microseconds) -%}
    timestamp_micros(unix_micros({{ instant }}) + {{ microseconds }})
{%- endmacro %}
