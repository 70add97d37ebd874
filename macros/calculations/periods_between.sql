{#- Whole calendar periods from one start of a period to another, as bigint; negative when
    they are the wrong way round. Both must be starts of periods of the same length. -#}
{% macro periods_between(period, earlier, later) -%}
    cast(
        case {{ period }}
            when 'month' then
                12 * (extract(year from {{ later }}) - extract(year from {{ earlier }}))
                + extract(month from {{ later }}) - extract(month from {{ earlier }})
            else
                round(
                    {{ seconds_between(earlier, later) }} / {{ period_seconds(period) }}
                )
        end as bigint
    )
{%- endmacro %}
