{#- The number of the last run that changed the rows of a model or seed. What no load reaches is what it
    was when it is made once more by the same of the same; the notes of builds tell. -#}
{% macro changed_in(id, nodes, builds) %}
    {%- if nodes[id].kind in ('seed', 'whole') and not nodes[id].follows_landing -%}
        {{ return(builds[id].rebuilt) }}
    {%- endif -%}
    {{ return(builds[id].run) }}
{% endmacro %}
