{#- Whether a seed (a node of the graph) is one that people edit, and the validator checks: it lies
    below seeds/definitions. -#}
{% macro is_definition(seed) %}
    {{ return(seed.fqn[1] == 'definitions') }}
{% endmacro %}
