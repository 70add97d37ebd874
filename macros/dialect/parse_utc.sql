{#- A timestamp in UTC from ISO 8601 text: a date (midnight), or date and time with `T` or one
    space, seconds and their fraction (cut to microseconds) optional, offset `Z`, `+HH`,
    `+HHMM` or `+HH:MM` (below a day) honoured, UTC without one. Read as well are the other
    spellings of standards and warehouses: lower case, a comma as the point, the basic form
    (20260301T143022Z), a leap second (as the second after it), 24:00:00, ` UTC`, ` GMT` or a blank
    before the offset, and RFC 1123 (Sun, 01 Mar 2026 14:30:22 GMT). Null for anything else, also for
    days that no calendar has: the engine's own cast also takes words such as `epoch` and
    `infinity`. -#}
{% macro parse_utc(text) -%}
    {{ adapter.dispatch('parse_utc')(text) }}
{%- endmacro %}

{% macro default__parse_utc(text) -%}
    {{ no_dialect('parse_utc') }}
{%- endmacro %}

{% macro duckdb__parse_utc(text) -%}
    {%- set may_be_time = '^([A-Za-z]{3}, )?[0-9]' -%}
    {%- set shape -%}
        \d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:SECOND(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?
    {%- endset -%}
    coalesce(
        -- the commonest spelling, told by its shape; the first character is no white space,
        -- which the format would skip
        case
            when {{ text }} >= '0' and {{ text }} like '____-__-__T__:__:__.___Z'
                then try_strptime({{ text }}, '%Y-%m-%dT%H:%M:%S.%gZ')
        end,
        -- by way of microseconds: a cast asks for the rules of a time zone
        make_timestamp(case
            when regexp_full_match({{ text }}, '{{ shape | replace("SECOND", "[0-5][0-9]") }}')
                then epoch_us(try_cast({{ text }} as timestamptz))
            when regexp_matches({{ text }}, '{{ may_be_time }}')
                then list_transform(
                    [{{ iso_spelling(text, '\\') }}],
                    lambda spelled: case
                        when regexp_full_match(
                            spelled, '{{ shape | replace("SECOND", "([0-5][0-9]|60)") }}'
                        ) then
                            epoch_us(try_cast(
                                replace(spelled, ':59:60', ':59:59') as timestamptz
                            ))
                            + case when contains(spelled, ':59:60') then 1000000 else 0 end
                    end
                )[1]
        end)
    )
{%- endmacro %}

{% macro spark__parse_utc(text) -%}
    {%- set may_be_time = '^([A-Za-z]{3}, )?[0-9]' -%}
    {%- set shape = '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:SECOND([.][0-9]+)?)?'
        ~ '(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?\\\\z' -%}
    case
        when {{ text }} rlike '{{ shape | replace("SECOND", "[0-5][0-9]") }}'
            then timestamp_micros({{ _spark_microseconds(text) }})
        when {{ text }} rlike '{{ may_be_time }}'
            then transform(
                array({{ iso_spelling(text, '$') }}),
                spelled -> case
                    when spelled rlike '{{ shape | replace("SECOND", "([0-5][0-9]|60)") }}'
                        then timestamp_micros(
                            {{ _spark_microseconds("replace(spelled, ':59:60', ':59:59')") }}
                            + case when instr(spelled, ':59:60') > 0 then 1000000 else 0 end
                        )
                end
            )[0]
    end
{%- endmacro %}

{#- Of a text of the right shape. A zone may be a day away here, but not in the engine's own cast,
    so it is taken off the text and subtracted; the cast also knows no 24:00:00, the end of a day -#}
{% macro _spark_microseconds(text) -%}
    {%- set offset -%}
        regexp_extract(substr({{ text }}, 17), '[+-][0-9:]+$', 0)
    {%- endset -%}
    {%- set clock -%}
        regexp_extract(
            {{ text }},
            '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?', 0
        )
    {%- endset -%}
    unix_micros(
        case
            when substr({{ text }}, 12) rlike '^24:00:00([.]0+)?(Z|[+-]|\\z)'
                then try_cast(substr({{ text }}, 1, 10) as timestamp) + interval '1' day
            else try_cast({{ clock }} as timestamp)
        end
    )
    - case
        when {{ offset }} = '' then 0
        else
            case when left({{ offset }}, 1) = '-' then -60000000 else 60000000 end
            * (
                60 * cast(substr({{ offset }}, 2, 2) as bigint)
                + cast(concat('0', substr(replace({{ offset }}, ':', ''), 4)) as bigint)
            )
    end
{%- endmacro %}
