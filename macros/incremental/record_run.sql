{#- Notes what came of a run: which models it built, and which data tests passed on which state of
    the tables that they read (table runs.tests: test, attempt, run, is_passed). -#}
{% macro record_run(results) %}
    {%- set built, torn, tests = [], [], [] -%}
    {%- for result in results -%}
        {%- set id, status = result.node.unique_id, result.status | string -%}
        {%- if result.node.resource_type in ('model', 'seed') -%}
            {%- if status == 'success' -%}
                {%- do built.append(id) -%}
            {%- elif status == 'error' -%}
                {%- do torn.append(id) -%}
            {%- endif -%}
        {%- elif result.node.resource_type == 'test' and status != 'skipped' -%}
            {%- do tests.append([id, status in ('pass', 'warn')]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if flags.WHICH in ('run', 'build', 'seed', 'retry') -%}
        {%- do record_builds(built, torn) -%}
        {%- if built | select('equalto', 'model.' ~ project_name ~ '.landing_files') | list
            and not var('raw_schema') -%}
            {#- refuse_another_landing_zone asks for it -#}
            {%- do run_query('drop table if exists runs.landing_zone') -%}
            {%- do run_query('create table runs.landing_zone as select '
                ~ text_literal(env_var('FOOTPATH_LANDING', 'landing')) ~ ' as root') -%}
        {%- endif -%}
    {%- endif -%}
    {%- if tests -%}
        {%- set builds = last_builds() -%}
        {%- set rows = [] -%}
        {%- for test, is_passed in tests -%}
            {%- do rows.append("('" ~ test ~ "', " ~ run_read_by(test, builds) ~ ', '
                ~ is_passed | lower ~ ')') -%}
        {%- endfor -%}
        {%- do adapter.create_schema(
            api.Relation.create(database=target.database, schema='runs')) -%}
        {%- do run_query('create table if not exists runs.tests (test ' ~ dbt.type_string()
            ~ ', attempt bigint, run bigint, is_passed boolean)') -%}
        {%- set attempt = run_query(
            'select coalesce(max(attempt), 0) + 1 from runs.tests').rows[0][0] -%}
        {%- do run_query('insert into runs.tests select test, ' ~ attempt
            ~ ', cast(run as bigint), is_passed from (values ' ~ rows | join(', ')
            ~ ') as tests (test, run, is_passed)') -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
{% endmacro %}
