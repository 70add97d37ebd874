{#- Builds the connected components of a graph, to a fixed point, however long its chains.

    The model's SQL gives the edges as two bigints, `node_a` and `node_b`. The table built has
    one row per node that has an edge: `node` and `component`, the smallest node it can reach.

    Each round lets every node point at its smallest neighbour, follows the pointers a few
    times (so that a chain shrinks by a power of two, not by one), and contracts the edges to
    what they then join. Without edges left, the labels are final. -#}
{% materialization connected_components, supported_languages=['sql'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set edges = this.identifier ~ '__edges' -%}
    {%- set labels = this.identifier ~ '__labels' -%}
    {%- set pointers = this.identifier ~ '__pointers' -%}
    {%- set most_rounds = 100 -%}

    {{ run_hooks(pre_hooks) }}

    {% do run_query(create_temporary_table(edges,
        'select distinct greatest(node_a, node_b) as node, least(node_a, node_b) as neighbour'
        ~ ' from (' ~ sql ~ ') as graph where node_a <> node_b')) %}
    {% do run_query(create_temporary_table(labels,
        'select node, node as component from ' ~ edges
        ~ ' union select neighbour as node, neighbour as component from ' ~ edges)) %}

    {%- set state = namespace(rounds=0, is_done=false) -%}
    {% for round in range(most_rounds) if not state.is_done %}
        {%- set edge_count = run_query('select count(*) from ' ~ edges).rows[0][0] -%}
        {% if edge_count == 0 %}
            {%- set state.is_done = true -%}
        {% else %}
            {% do run_query(create_temporary_table(pointers,
                'select node, min(neighbour) as parent from ' ~ edges ~ ' group by node')) %}
            {% for jump in range(8) %}
                {% do run_query(create_temporary_table(pointers,
                    'select lower.node, coalesce(upper.parent, lower.parent) as parent from '
                    ~ pointers ~ ' as lower left join ' ~ pointers
                    ~ ' as upper on lower.parent = upper.node')) %}
            {% endfor %}
            {% do run_query(create_temporary_table(labels,
                'select labels.node, coalesce(pointers.parent, labels.component) as component from '
                ~ labels ~ ' as labels left join ' ~ pointers
                ~ ' as pointers on labels.component = pointers.node')) %}
            {% do run_query(create_temporary_table(edges,
                'select distinct greatest(a, b) as node, least(a, b) as neighbour from ('
                ~ 'select coalesce(left_pointers.parent, edges.node) as a,'
                ~ ' coalesce(right_pointers.parent, edges.neighbour) as b from ' ~ edges ~ ' as edges'
                ~ ' left join ' ~ pointers ~ ' as left_pointers on edges.node = left_pointers.node'
                ~ ' left join ' ~ pointers ~ ' as right_pointers on edges.neighbour = right_pointers.node'
                ~ ') as contracted where a <> b')) %}
        {% endif %}
    {% endfor %}
    {% if not state.is_done and run_query('select count(*) from ' ~ edges).rows[0][0] > 0 %}
        {{ exceptions.raise_compiler_error(
            this.identifier ~ ': not at a fixed point after ' ~ most_rounds ~ ' rounds') }}
    {% endif %}

    {% if existing_relation is not none %}{% do adapter.drop_relation(existing_relation) %}{% endif %}
    {% call statement('main') -%}
        {{ create_table_as(false, target_relation, 'select node, component from ' ~ labels) }}
    {%- endcall %}

    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
