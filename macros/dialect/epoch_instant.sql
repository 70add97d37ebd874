{#- A timestamp in UTC from a number of units since 1970-01-01 UTC (text: digits, with a fraction or an
    exponent or none), each `unit` microseconds long, rounded to the microsecond. Null for other text,
    outside of the years 1 to 9999, and where either is null. -#}
{% macro epoch_instant(text, unit) -%}
    {{ adapter.dispatch('epoch_instant')(text, unit) }}
{%- endmacro %}

{% macro default__epoch_instant(text, unit) -%}
    {{ no_dialect('epoch_instant') }}
{%- endmacro %}

{% macro duckdb__epoch_instant(text, unit) -%}
    {#- conditions are taken in whatever order the engine finds cheapest -#}
    case
        when
            {{ unit }} is not null
            and regexp_full_match({{ text }}, '-?[0-9]{1,18}([.][0-9]{0,18})?([eE][+]?[0-9]{1,2})?')
            and try_cast({{ text }} as double) * {{ unit }} >= -62135596800000000
            and try_cast({{ text }} as double) * {{ unit }} < 253402300800000000
            then make_timestamp(cast(round(try_cast({{ text }} as double) * {{ unit }}) as bigint))
    end
{%- endmacro %}

{% macro spark__epoch_instant(text, unit) -%}
    case
        when
            {{ unit }} is not null
            and {{ text }} rlike '^-?[0-9]{1,18}([.][0-9]{0,18})?([eE][+]?[0-9]{1,2})?\\z'
            and cast({{ text }} as double) * {{ unit }} >= -62135596800000000
            and cast({{ text }} as double) * {{ unit }} < 253402300800000000
            then timestamp_micros(
                cast(round(cast({{ text }} as double) * {{ unit }}) as bigint)
            )
    end
{%- endmacro %}
