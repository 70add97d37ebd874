{#- Why readers do not get the state that the tables have now; none when they do.

    Published is every state whose lasting tables (all but those that hold changes) are up to date
    with each other and whose data tests passed on it, by whatever commands it came about. Tests
    that read nothing, or only what a step touched, are no condition; nor are unit tests. -#}
{% macro unpublished_because(results) %}
    {%- set failed = [] -%}
    {%- for result in results if result.status | string in ('error', 'fail', 'runtime error')
        and result.node.resource_type != 'unit_test' -%}
        {%- do failed.append(result.node.name) -%}
    {%- endfor -%}
    {%- if failed -%}
        {{ return(some_of(failed) ~ ' failed') }}
    {%- endif -%}
    {%- set nodes, builds = nodes_in_order(), last_builds() -%}
    {%- set steps = [] -%}
    {%- set missing, behind = [], [] -%}
    {%- for id, node in nodes.items() if id in builds and node.follows_landing -%}
        {%- do steps.append(builds[id].step) -%}
    {%- endfor -%}
    {%- for id, node in nodes.items() if node.kind != 'changes' -%}
        {%- if id not in builds or not is_there(node) -%}
            {%- do missing.append(node.name) -%}
        {%- elif node.follows_landing and builds[id].step < steps | max -%}
            {%- do behind.append(node.name) -%}
        {%- else -%}
            {%- for parent in node.parents if parent in builds and node.name not in behind
                and changed_in(parent, nodes, builds) > builds[id].run -%}
                {%- do behind.append(node.name) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if missing -%}
        {{ return(some_of(missing) ~ (' is' if missing | length == 1 else ' are')
            ~ ' not built: run `dbt build`') }}
    {%- elif behind -%}
        {{ return(some_of(behind) ~ (' is' if behind | length == 1 else ' are')
            ~ ' older than the tables that they are made from: run `dbt build`') }}
    {%- endif -%}
    {%- set passed = {} -%}
    {%- if adapter.get_relation(target.database, 'runs', 'tests') is not none
        or results | selectattr('node.resource_type', 'equalto', 'test') | list -%}
        {%- for row in run_query('select test, max_by(run, attempt),'
            ~ ' max_by(is_passed, attempt) from runs.tests group by test').rows if row[2] -%}
            {%- do passed.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set waiting, lasting = [], [] -%}
    {%- for id, node in nodes.items() if node.kind != 'changes' -%}{%- do lasting.append(id) -%}{%- endfor -%}
    {%- for test in project_nodes().values() if test.resource_type == 'test' -%}
        {%- if 'ci' not in test.config.tags
            and test.depends_on.nodes | select('in', lasting) | list
            and passed.get(test.unique_id, -1) < run_read_by(test.unique_id, builds) -%}
            {%- do waiting.append(test.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if waiting -%}
        {{ return(waiting | length ~ (' data test has' if waiting | length == 1
            else ' data tests have') ~ ' not passed on this state ('
            ~ some_of(waiting) ~ '): run `dbt test`') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
