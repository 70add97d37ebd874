{#- The statement that ends a run: it tells the working database what the project has and what
    came of the run, so that it counts as whole, or not, and is published, or not. For the end
    of on-run-end, where dbt has the `results`. -#}
{% macro finish_run(results) -%}
    {%- if execute -%}
        {%- set statuses, nodes, checks = {}, {}, graph.unit_tests | list -%}
        {%- for result in results -%}
            {%- do statuses.update({result.node.unique_id: result.status | string}) -%}
        {%- endfor -%}
        {%- for id in graph.nodes -%}
            {%- set kind = id.split('.')[0] -%}
            {%- if kind == 'test' -%}
                {%- do checks.append(id) -%}
            {%- elif kind in ('model', 'seed', 'snapshot') -%}
                {%- set node = graph.nodes[id] -%}
                {%- set kind_of_table = node.config.materialized -%}
                {%- do nodes.update({id: {
                    'relation':
                        none if kind_of_table == 'ephemeral' else node.schema ~ '.' ~ node.alias,
                    'materialized': kind_of_table,
                    'holds': node.config.meta.get('holds'),
                    'parents': node.depends_on.nodes | default([])
                }}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set run = {
            'command': flags.WHICH,
            'is_sample': (flags.EMPTY or flags.SAMPLE) is true,
            'nodes': nodes,
            'tables': lasting_tables(),
            'checks': checks,
            'results': statuses
        } -%}
        select {{ finish_working_database(tojson(run)) }} as outcome
    {%- endif -%}
{%- endmacro %}
