{#- A local timestamp moved on by `number` calendar hours, days, weeks or months. A month
    later than the 31st is the last day of a shorter month; starts of months stay so. -#}
{% macro add_periods(period, local_time, number) -%}
    case {{ period }}
        when 'hour' then {{ local_time }} + interval '1' hour * ({{ number }})
        when 'day' then {{ local_time }} + interval '1' day * ({{ number }})
        when 'week' then {{ local_time }} + interval '7' day * ({{ number }})
        when 'month' then {{ local_time }} + interval '1' month * ({{ number }})
    end
{%- endmacro %}
