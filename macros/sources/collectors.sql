{#- The sources that are on and whose rows are events: the others deliver records (record_tables). -#}
{% macro collectors() %}
    {{ return(var('sources') | reject('in', var('record_tables')) | list) }}
{% endmacro %}
