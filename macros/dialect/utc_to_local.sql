{#- The wall clock of `zone` (var('timezone') when not given) at a UTC instant; null stays
    null. The hour that comes twice when clocks go back is one wall clock for two instants. -#}
{% macro utc_to_local(instant, zone=none) -%}
    {{ adapter.dispatch('utc_to_local')(instant, zone or var('timezone')) }}
{%- endmacro %}

{% macro default__utc_to_local(instant, zone) -%}
    {{ no_dialect('utc_to_local') }}
{%- endmacro %}

{% macro duckdb__utc_to_local(instant, zone) -%}
    {%- if zone == 'UTC' -%}
    {{ instant }}
    {%- else -%}
    timezone('{{ zone | replace("'", "''") }}', timezone('UTC', {{ instant }}))
    {%- endif -%}
{%- endmacro %}

{% macro spark__utc_to_local(instant, zone) -%}
    from_utc_timestamp({{ instant }}, '{{ zone | replace("'", "''") }}')
{%- endmacro %}
