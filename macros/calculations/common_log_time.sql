{#- A time of access logs (Common Log Format, `09/Apr/2015:12:34:56 +0000`) in the spelling of ISO 8601;
    any other text as it is. -#}
{% macro common_log_time(text) -%}
    case
        when {{ regexp_contains(
            text, "'^[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}$'"
        ) }}
            then
                substr({{ text }}, 8, 4)
                || '-'
                || substr(
                    '00010203040506070809101112',
                    cast(floor((instr(
                        'JanFebMarAprMayJunJulAugSepOctNovDec', substr({{ text }}, 4, 3)
                    ) + 5) / 3) as integer) * 2 - 1,
                    2
                )
                || '-' || substr({{ text }}, 1, 2)
                || 'T' || substr({{ text }}, 13, 8)
                || substr({{ text }}, 22, 5)
        else {{ text }}
    end
{%- endmacro %}
