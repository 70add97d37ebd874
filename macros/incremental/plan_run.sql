{#- Decides, before anything is built, what this run may add to and what it must make anew.

    Three kinds of models take part (CONTRIBUTING, "Incremental models"):
    kept       materialized incremental: grows with history, a run replaces some of its rows
    changes    a table with meta `holds: changes`: just what this run touches
               (and `reads_back`: the tables it compares with, as the last run left them)
    whole      every other model: small, made anew each time

    A kept model is rebuilt from all history when it is missing, when --full-refresh asks for
    it, when an earlier run died and left the tables so (begin_run), when its SQL, what it
    reads, a variable or the project's code changed since the rows were made, or when anything
    it is made from is rebuilt. A *changes* model whose reader is rebuilt holds all history, so
    whatever else reads it is rebuilt, too. A model with meta `rebuilds: alone` needs no *changes*
    model for that: it reads kept ones, or is not asked then.

    The plan is the table runs.plan: the models that cover all history in this run. What the
    rows were made by is in runs.made_by, written by record_run at the end. -#}
{% macro plan_run() %}
    {% if execute and flags.WHICH in ('run', 'build', 'retry') %}
        {%- set database = target.database -%}
        {%- set models = {} -%}
        {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
            {%- do models.update({node.unique_id: node}) -%}
        {%- endfor -%}

        {#- what a run touches is only known to the run that settles it; what rebuilds alone may
            be made again from what the last run touched, while nothing of that moves on. Before
            anything is written: a run that is refused leaves no trace -#}
        {%- set follows = [] -%}
        {%- for id, node in models.items() if node.config.materialized == 'incremental'
            or node.config.meta.get('holds') == 'changes' -%}
            {%- do follows.append(id) -%}
        {%- endfor -%}
        {%- for id in follows if id in selected_resources -%}
            {%- set node = models[id] -%}
            {%- for parent in node.depends_on.nodes if parent in models
                and parent not in selected_resources
                and models[parent].config.meta.get('holds') == 'changes' -%}
                {%- set moves_on = models[parent].depends_on.nodes
                    | select('in', follows) | select('in', selected_resources) | list -%}
                {%- if moves_on or node.config.meta.get('rebuilds') != 'alone' -%}
                    {{ exceptions.raise_compiler_error(
                        node.name ~ ' is made from what a run touches (' ~ models[parent].name
                        ~ '), which is not selected. Build everything, or select +'
                        ~ node.name ~ '+') }}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}

        {% do adapter.create_schema(api.Relation.create(database=database, schema='runs')) %}
        {%- set is_torn = begin_run() -%}
        {%- set made_by = {} -%}
        {%- if adapter.get_relation(database, 'runs', 'made_by') is not none -%}
            {%- for row in run_query('select node, fingerprint from runs.made_by').rows -%}
                {%- do made_by.update({row[0]: row[1]}) -%}
            {%- endfor -%}
        {%- endif -%}

        {%- set reasons = {} -%}
        {%- set fingerprints = fingerprints_of_run(made_by) -%}
        {%- for node in models.values() -%}
            {%- set is_selected = node.unique_id in selected_resources -%}
            {%- set is_kept = node.config.materialized == 'incremental' -%}
            {%- set holds_rows = is_kept or node.config.meta.get('holds') == 'changes' -%}
            {%- set is_missing = holds_rows and adapter.get_relation(
                node.database, node.schema, node.alias or node.name) is none -%}
            {%- if is_missing -%}
                {%- do reasons.update({node.unique_id: node.name ~ ' is missing'}) -%}
            {%- elif is_selected and is_torn and holds_rows -%}
                {%- do reasons.update({node.unique_id: 'an earlier run did not come to its end'}) -%}
            {%- elif is_selected and flags.FULL_REFRESH and holds_rows -%}
                {%- do reasons.update({node.unique_id: '--full-refresh'}) -%}
            {%- elif is_selected and is_kept
                and made_by.get(node.unique_id) != fingerprints[node.unique_id] -%}
                {%- do reasons.update(
                    {node.unique_id: 'its SQL, a definition, a variable or code changed'}) -%}
            {%- endif -%}
        {%- endfor -%}

        {#- tables that a model reads as the last run left them, though they are built later -#}
        {%- set read_back = {} -%}
        {%- for id, node in models.items() -%}
            {%- set names = node.config.meta.get('reads_back', []) -%}
            {%- do read_back.update({id: models.values()
                | selectattr('name', 'in', names) | map(attribute='unique_id') | list}) -%}
        {%- endfor -%}

        {#- downwards: what is made from rebuilt rows is rebuilt. Upwards: what rebuilt rows
            are made from holds all history -#}
        {%- set state = namespace(is_stable=false) -%}
        {%- for round in range(models | length) if not state.is_stable -%}
            {%- set state.is_stable = true -%}
            {%- for id, node in models.items() if node.resource_type == 'model' -%}
                {%- set parents = node.depends_on.nodes + read_back[id] -%}
                {%- if id not in reasons -%}
                    {%- for parent in parents if parent in reasons and id not in reasons -%}
                        {%- do reasons.update({id: reasons[parent]}) -%}
                        {%- set state.is_stable = false -%}
                    {%- endfor -%}
                {%- endif -%}
                {%- set reads_changes = node.config.meta.get('rebuilds') != 'alone' and (
                    node.config.materialized == 'incremental'
                    or node.config.meta.get('holds') == 'changes') -%}
                {%- if id in reasons and reads_changes -%}
                    {%- for parent in parents if parent in models and parent not in reasons
                        and models[parent].config.meta
                        and models[parent].config.meta.get('holds') == 'changes' -%}
                        {%- do reasons.update({parent: reasons[id]}) -%}
                        {%- set state.is_stable = false -%}
                    {%- endfor -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}

        {%- for id in reasons if models[id].name == 'landing_files' and adapter.get_relation(
            database, models[id].schema, models[id].alias) is not none -%}
            {% do refuse_lost_files(reasons[id]) %}
        {%- endfor -%}
        {%- set rows = [] -%}
        {%- set told = [] -%}
        {%- set rebuilt = [] -%}
        {%- for id in reasons if models[id].config.materialized == 'incremental'
            or models[id].config.meta.get('holds') == 'changes' -%}
            {%- do rows.append("('" ~ id ~ "')") -%}
            {%- if models[id].config.materialized == 'incremental' -%}
                {%- do rebuilt.append(models[id].name) -%}
                {%- if reasons[id] not in told -%}{%- do told.append(reasons[id]) -%}{%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {% do run_query('drop table if exists runs.plan') %}
        {% do run_query('create table runs.plan as select * from (values '
            ~ (rows | join(', ') if rows else "('')") ~ ') as plan (node)') %}
        {%- if rebuilt -%}
            {% do log('Made anew from all history, since ' ~ told[:5] | join(', ')
                ~ (' and more' if told | length > 5 else '')
                ~ ': ' ~ rebuilt | sort | join(', '), info=true) %}
        {%- endif -%}
        {% do adapter.commit() %}
    {% endif %}
{% endmacro %}
