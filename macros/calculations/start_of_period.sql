{#- The start of the hour, day, week or month that a local timestamp lies in. `period` is
    an expression; weeks start on var('week_start'), any weekday in English. -#}
{% macro start_of_period(period, local_time) -%}
    {%- set weekdays = [
        'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'
    ] -%}
    {%- set week_start = var('week_start') | lower -%}
    {%- if week_start not in weekdays -%}
        {{ exceptions.raise_compiler_error(
            "var('week_start') is '" ~ week_start ~ "'; write one of " ~ weekdays | join(', ')
        ) }}
    {%- endif -%}
    {#- date_trunc knows weeks from Monday; moved forward by the days between the week's
        start and the next Monday, every other week becomes one of those -#}
    {%- set days = (7 - weekdays.index(week_start)) % 7 -%}
    case {{ period }}
        when 'hour' then cast(date_trunc('hour', {{ local_time }}) as timestamp)
        when 'day' then cast(date_trunc('day', {{ local_time }}) as timestamp)
        when 'week' then
            cast(
                date_trunc('week', {{ local_time }} + interval '{{ days }}' day) as timestamp
            ) - interval '{{ days }}' day
        when 'month' then cast(date_trunc('month', {{ local_time }}) as timestamp)
    end
{%- endmacro %}
