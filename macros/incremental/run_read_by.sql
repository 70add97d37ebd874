{#- The number of the last run that changed what a test reads. -#}
{% macro run_read_by(test, builds) %}
    {%- set state = namespace(run=0) -%}
    {%- for parent in project_nodes()[test].depends_on.nodes if parent in builds -%}
        {%- if builds[parent].run > state.run -%}
            {%- set state.run = builds[parent].run -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(state.run) }}
{% endmacro %}
