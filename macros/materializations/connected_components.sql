{#- Builds the connected components of a graph, to a fixed point, however long its chains.

    The model's SQL gives the edges as two bigints, `node_a` and `node_b`. The table built has
    one row per node that has an edge: `node` and `component`, the smallest node it can reach.

    Each round lets every node point at its smallest neighbour, follows the pointers a few
    times (so that a chain shrinks by a power of two, not by one), and contracts the edges to
    what they then join. Without edges left, the labels are final. -#}
{% materialization connected_components, supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set name = this.identifier -%}
    {%- set most_rounds = 100 -%}

    {{ run_hooks(pre_hooks) }}

    {#- each step makes a table of its own from those before it: not every engine can make one
        again from itself. `tables` tells which one is the last of each kind -#}
    {%- set tables = namespace(
        edges=name ~ '__edges', labels=name ~ '__labels', pointers='', rounds=0, is_done=false) -%}
    {% do make_scratch_table(tables.edges,
        'select distinct greatest(node_a, node_b) as node, least(node_a, node_b) as neighbour'
        ~ ' from (' ~ sql ~ ') as graph where node_a <> node_b') %}
    {% do make_scratch_table(tables.labels,
        'select node, node as component from ' ~ scratch_table(tables.edges)
        ~ ' union select neighbour as node, neighbour as component from '
        ~ scratch_table(tables.edges)) %}

    {% for round in range(most_rounds) if not tables.is_done %}
        {%- set edges, labels = scratch_table(tables.edges), scratch_table(tables.labels) -%}
        {%- set edge_count = run_query('select count(*) from ' ~ edges).rows[0][0] -%}
        {% if edge_count == 0 %}
            {%- set tables.is_done = true -%}
        {% else %}
            {%- set tables.pointers = name ~ '__pointers_' ~ round ~ '_0' -%}
            {% do make_scratch_table(tables.pointers,
                'select node, min(neighbour) as parent from ' ~ edges ~ ' group by node') %}
            {% for jump in range(1, 5) %}
                {%- set pointers = scratch_table(tables.pointers) -%}
                {%- set jumped = name ~ '__pointers_' ~ round ~ '_' ~ jump -%}
                {% do make_scratch_table(jumped,
                    'select lower.node, coalesce(upper.parent, lower.parent) as parent from '
                    ~ pointers ~ ' as lower left join ' ~ pointers
                    ~ ' as upper on lower.parent = upper.node') %}
                {% do drop_scratch_table(tables.pointers) %}
                {%- set tables.pointers = jumped -%}
            {% endfor %}
            {%- set pointers = scratch_table(tables.pointers) -%}
            {% do make_scratch_table(name ~ '__labels_' ~ round,
                'select labels.node, coalesce(pointers.parent, labels.component) as component from '
                ~ labels ~ ' as labels left join ' ~ pointers
                ~ ' as pointers on labels.component = pointers.node') %}
            {% do make_scratch_table(name ~ '__edges_' ~ round,
                'select distinct greatest(a, b) as node, least(a, b) as neighbour from ('
                ~ 'select coalesce(left_pointers.parent, edges.node) as a,'
                ~ ' coalesce(right_pointers.parent, edges.neighbour) as b from ' ~ edges ~ ' as edges'
                ~ ' left join ' ~ pointers ~ ' as left_pointers on edges.node = left_pointers.node'
                ~ ' left join ' ~ pointers ~ ' as right_pointers on edges.neighbour = right_pointers.node'
                ~ ') as contracted where a <> b') %}
            {% for passed in (tables.edges, tables.labels, tables.pointers) %}
                {% do drop_scratch_table(passed) %}
            {% endfor %}
            {%- set tables.edges = name ~ '__edges_' ~ round -%}
            {%- set tables.labels = name ~ '__labels_' ~ round -%}
        {% endif %}
    {% endfor %}
    {% if not tables.is_done
        and run_query('select count(*) from ' ~ scratch_table(tables.edges)).rows[0][0] > 0 %}
        {{ exceptions.raise_compiler_error(
            this.identifier ~ ': not at a fixed point after ' ~ most_rounds ~ ' rounds') }}
    {% endif %}

    {% if existing_relation is not none %}{% do adapter.drop_relation(existing_relation) %}{% endif %}
    {% call statement('main') -%}
        {{ create_table_as(false, target_relation, 'select node, component from ' ~ scratch_table(tables.labels)) }}
    {%- endcall %}

    {% do drop_scratch_table(tables.edges) %}
    {% do drop_scratch_table(tables.labels) %}
    {{ run_hooks(post_hooks) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
