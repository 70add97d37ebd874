{#- Sum of a column of seconds over a group, as a double, added up in whole microseconds so that
    the order of the rows cannot show; null when no row has seconds. -#}
{% macro total_seconds(seconds) -%}
    cast(sum(cast(round({{ seconds }} * 1000000) as decimal(18, 0))) as double) / 1000000
{%- endmacro %}
