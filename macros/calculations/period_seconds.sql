{#- Length in seconds of a rolling window: hour 1 h, day 24 h, week 7 d, month 30 d. -#}
{% macro period_seconds(period) -%}
    case {{ period }}
        when 'hour' then 3600
        when 'day' then 86400
        when 'week' then 604800
        when 'month' then 2592000
    end
{%- endmacro %}
