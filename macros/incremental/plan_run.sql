{#- Decides, before anything is written, how each selected table is brought up to date, or refuses
    the run in a sentence that says what to do. For the start of a run.

    A load is a step: landing_files counts them, and every table made from its files notes the
    step that it has reached. Kinds of models (CONTRIBUTING, "Incremental models"):
    kept       materialized incremental: grows with history, a step replaces some of its rows
    changes    meta `holds: changes`, and views of such tables: just what a step touches. What
               they read by as_kept() is a table as the step before left it
    whole      every other model: small, rebuilt in each step

    The plan is the table runs.plan, a row for each selected model and seed. Modes:
    current    nothing to do: it has reached this step, and nothing that it is made by changed
    increment  a kept or changes table that is one step behind takes the step
    rebuild    made from all history: it is missing, --full-refresh asks for it, what it is made
               by changed, it was left out of an earlier step, or what it reads is rebuilt

    A changes table whose reader is rebuilt must hold all history, so it is rebuilt with
    everything else that reads it. A model with meta `rebuilds: alone` needs no changes table for
    its own rebuild.

    A run of a single model plans for the whole project: an orchestrator that runs models one by
    one will come to the others. Any other selection plans for what it selects. `dbt retry` does
    not tell what it selects, so build_mode plans for each model when its turn comes. -#}
{% macro plan_run() %}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed', 'retry') -%}
        {%- do refuse_strategies() -%}
        {%- set nodes = nodes_in_order() -%}
        {%- set selected = nodes.keys() | select('in', selected_resources) | list -%}
        {%- set models = [] -%}
        {%- for id in selected if nodes[id].kind != 'seed' -%}
            {%- do models.append(id) -%}
        {%- endfor -%}
        {%- set planned = nodes.keys() | list if models | length == 1 else selected -%}
        {%- set rows = plan_rows(nodes, selected, planned) -%}
        {%- do write_plan(rows) -%}

        {%- set rebuilt = {} -%}
        {%- for row in rows if row.mode == 'rebuild' and nodes[row.node].kind == 'kept' -%}
            {%- do rebuilt.setdefault(row.reason, []).append(nodes[row.node].name) -%}
        {%- endfor -%}
        {%- for reason, names in rebuilt.items() -%}
            {%- do log('Rebuilding from all history, since ' ~ reason ~ ': '
                ~ names | sort | join(', '), info=true) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
