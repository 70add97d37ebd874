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
    coalesce(
        -- the commonest spelling, told by its shape; the first character is no white space,
        -- which the format would skip
        case
            when {{ text }} >= '0' and {{ text }} like '____-__-__T__:__:__.___Z'
                then try_strptime({{ text }}, '%Y-%m-%dT%H:%M:%S.%gZ')
        end,
        -- by way of microseconds: a cast asks for the rules of a time zone
        make_timestamp(epoch_us(
            case
                when regexp_full_match(
                    {{ text }},
                    '\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?'
                ) then try_cast({{ text }} as timestamptz)
            end
        ))
    )
{%- endmacro %}

{% macro spark__parse_utc(text) -%}
    {#- a zone may be a day away here, but not in the engine's own cast, so it is taken off the
        text and subtracted; it also knows no 24:00:00, the end of a day -#}
    {%- set offset -%}
        regexp_extract(substr({{ text }}, 17), '[+-][0-9:]+$', 0)
    {%- endset -%}
    {%- set clock -%}
        regexp_extract(
            {{ text }},
            '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?', 0
        )
    {%- endset -%}
    case
        when {{ text }} rlike concat(
            '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?',
            '(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?\\z'
        ) then
            timestamp_micros(
                unix_micros(
                    case
                        when substr({{ text }}, 12) rlike '^24:00:00([.]0+)?(Z|[+-]|\\z)'
                            then try_cast(substr({{ text }}, 1, 10) as timestamp)
                                + interval '1' day
                        else try_cast({{ clock }} as timestamp)
                    end
                )
                - case
                    when {{ offset }} = '' then 0
                    else
                        case when left({{ offset }}, 1) = '-' then -60000000 else 60000000 end
                        * (
                            60 * cast(substr({{ offset }}, 2, 2) as bigint)
                            + cast(concat(
                                '0', substr(replace({{ offset }}, ':', ''), 4)
                            ) as bigint)
                        )
                end
            )
    end
{%- endmacro %}
