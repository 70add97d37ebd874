{#- Whether a node (see nodes_in_order) has a table or view in the database. -#}
{% macro is_there(node) %}
    {{ return(adapter.get_relation(*node.relation) is not none) }}
{% endmacro %}
