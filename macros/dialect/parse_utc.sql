{#- A timestamp in UTC from ISO 8601 text: a date (midnight), or date and time with `T` or one
    space, seconds and their fraction (cut to microseconds) optional, offset `Z`, `+HH`,
    `+HHMM` or `+HH:MM` (below a day) honoured, UTC without one. Null for anything else, also for days that
    no calendar has: the engine's own cast also takes words such as `epoch` and `infinity`. -#}
{% macro parse_utc(text) -%}
    {{ adapter.dispatch('parse_utc')(text) }}
{%- endmacro %}

{% macro default__parse_utc(text) -%}
    {{ no_dialect('parse_utc') }}
{%- endmacro %}

{% macro duckdb__parse_utc(text) -%}
    cast(
        case
            when regexp_full_match(
                {{ text }},
                '\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?'
            ) then try_cast({{ text }} as timestamptz)
        end as timestamp
    )
{%- endmacro %}
