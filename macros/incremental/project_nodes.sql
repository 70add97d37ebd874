{#- The nodes of the graph by unique id: `graph.nodes`, which builds each one again at each look. -#}
{% macro project_nodes() %}
    {%- set notes = run_notes() -%}
    {%- if 'nodes' not in notes -%}
        {%- do notes.update({'nodes': dict(graph.nodes.items())}) -%}
    {%- endif -%}
    {{ return(notes.nodes) }}
{% endmacro %}
