{#- Seconds from `earlier` to `later` as a double, fractions kept to the microsecond;
    negative when they are the wrong way round, null when either is null. -#}
{% macro seconds_between(earlier, later) -%}
    {{ adapter.dispatch('seconds_between')(earlier, later) }}
{%- endmacro %}

{% macro default__seconds_between(earlier, later) -%}
    {{ no_dialect('seconds_between') }}
{%- endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    (epoch_us({{ later }}) - epoch_us({{ earlier }})) / 1e6
{%- endmacro %}

{% macro spark__seconds_between(earlier, later) -%}
    (unix_micros({{ later }}) - unix_micros({{ earlier }})) / 1e6
{%- endmacro %}
