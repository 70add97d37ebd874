{#- The number of the last run that changed what a test reads. -#}
{% macro run_read_by(test, builds) %}
    {%- set state, nodes = namespace(run=0), nodes_in_order() -%}
    {%- for parent in project_nodes()[test].depends_on.nodes if parent in builds and parent in nodes -%}
        {%- set run = changed_in(parent, nodes, builds) -%}
        {%- if run > state.run -%}
            {%- set state.run = run -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(state.run) }}
{% endmacro %}
