{#- An instant as a collector wrote it, as a timestamp: a number of units of so many microseconds where
    `unit` is not null, else as parse_utc reads it. -#}
{% macro tracked_time(text, unit) -%}
    coalesce({{ epoch_instant(text, unit) }}, {{ parse_utc(text) }})
{%- endmacro %}
