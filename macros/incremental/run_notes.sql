{#- What hooks and models of one command of dbt tell each other, a mapping: it spares a query or a
    walk through the graph in each model. It lies in `graph`, which all of them share, and is as
    good as lost where dbt builds that again: what reads a note can find it out without.

    nodes : see project_nodes. facts : see nodes_in_order. modes : mode by unique id, see plan_run -#}
{% macro run_notes() %}
    {#- a process may run several commands over one graph -#}
    {%- if graph.get('run_notes', {}).get('invocation_id') != invocation_id -%}
        {%- do graph.update({'run_notes': {'invocation_id': invocation_id}}) -%}
    {%- endif -%}
    {{ return(graph['run_notes']) }}
{% endmacro %}
