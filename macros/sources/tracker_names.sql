{#- The names of the members at the top of a tracker's event that a field is made of, as a list. -#}
{% macro tracker_names() %}
    {{ return(tracker_members('own').keys() | list + tracker_members('flat').keys() | list) }}
{% endmacro %}
