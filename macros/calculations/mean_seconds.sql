{#- Mean of a column of seconds over a group, as a double; null for an empty group. Summed as
    whole microseconds: a sum of doubles depends on the order that threads happen to take. -#}
{% macro mean_seconds(seconds) -%}
    {{ total_seconds(seconds) }} / nullif(count({{ seconds }}), 0)
{%- endmacro %}
