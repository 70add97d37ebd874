{#- Ends a run: publishes the state of the tables, or finds why not, and sums up what was done. For
    the end of on-run-end, where dbt has the `results`. -#}
{% macro finish_run(results) %}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed', 'retry', 'test') -%}
        {%- set reason = unpublished_because(results) -%}
        {#- who has all definitions built, and nothing else, asks whether they are right -#}
        {%- set definitions, built, failed = [], [], [] -%}
        {%- for node in project_nodes().values() if node.resource_type == 'seed'
            and is_definition(node) -%}
            {%- do definitions.append(node.unique_id) -%}
        {%- endfor -%}
        {%- for result in results -%}
            {%- if result.node.resource_type in ('model', 'seed') -%}
                {%- do built.append(result.node.unique_id) -%}
            {%- endif -%}
            {%- if result.status | string in ('error', 'fail', 'runtime error', 'skipped') -%}
                {%- do failed.append(result.node.unique_id) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set checked = built and not failed and built | sort == definitions | sort -%}
        {%- set outcome = publish_tables() if reason is none
            else 'The definitions are right: ' ~ definitions | length ~ ' files were checked. The'
            ~ ' next `dbt build` counts by them, and warns of names that no event has.' if checked
            else 'Not published, because ' ~ reason ~ '.' -%}
        {%- do summarize_run(
            results, rebuilt_tables(results), [outcome, _unpublished()] | reject('none') | list) -%}
    {%- endif -%}
{% endmacro %}

{#- Tables of a user's own that no reader will see, which is no fault; none where there is none. -#}
{% macro _unpublished() %}
    {%- set schemas = published_schemas() + ['staging', 'intermediate'] -%}
    {%- set names = [] -%}
    {%- for node in project_nodes().values() if node.resource_type == 'model'
        and node.schema not in schemas and node.config.materialized != 'ephemeral' -%}
        {%- do names.append(node.schema ~ '.' ~ node.alias) -%}
    {%- endfor -%}
    {{ return('In the working database alone, since only ' ~ published_schemas() | join(', ')
        ~ ' are published: ' ~ some_of(names | sort)
        ~ '. To publish them, give their folder one of these as +schema in dbt_project.yml.'
        if names else none) }}
{% endmacro %}
