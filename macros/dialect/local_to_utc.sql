{#- The UTC instant at which clocks in the zone that the SQL expression `zone` names (var('timezone')
    when not given) show this wall clock; null stays null. Only unambiguous wall
    clocks have the same answer on every engine: one that clocks skip or show twice is the
    engine's choice of two instants. -#}
{% macro local_to_utc(wall_clock, zone=none) -%}
    {%- set own = "'" ~ (var('timezone') | replace("'", "''")) ~ "'" -%}
    {{ adapter.dispatch('local_to_utc')(wall_clock, zone or own) }}
{%- endmacro %}

{% macro default__local_to_utc(wall_clock, zone) -%}
    {{ no_dialect('local_to_utc') }}
{%- endmacro %}

{% macro duckdb__local_to_utc(wall_clock, zone) -%}
    timezone('UTC', timezone({{ zone }}, {{ wall_clock }}))
{%- endmacro %}

{% macro spark__local_to_utc(wall_clock, zone) -%}
    to_utc_timestamp({{ wall_clock }}, {{ zone }})
{%- endmacro %}
