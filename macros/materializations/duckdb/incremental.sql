{#- A kept table. The strategy `replace` takes out the rows whose keys another model lists, and puts
    the model's rows in:

        meta={'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'}}

    `append` only puts rows in. -#}

{#- On DuckDB, in place of dbt-duckdb's own, which writes new rows to a temporary table first, so
    twice. Only a model that reads the rows that go needs that.

    A model that joins wide rows with wide rows is made slice by slice, where the whole join
    would be spilled:

        meta={'slices': {'by': 'row_id', 'of': 'int_events__normalized'}}

    `by` is a column of the model and of `of`, whose rows say where to cut. What is joined should
    lie in its order: then a slice reads little but its own rows. -#}
{% materialization incremental, adapter='duckdb', supported_languages=['sql'] %}
    {%- set mode = build_mode() -%}
    {%- if mode == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set slices = duckdb__slices() -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if existing is none or existing.type != 'table' or mode != 'increment' -%}
        {% call statement('main') -%}
            {% if existing is not none %}drop {{ existing.type }} {{ existing }};{% endif %}
            {{ create_table_as(false, target_relation, duckdb__slice(sql, slices[0])) }}
        {%- endcall %}
        {%- set columns = column_names(target_relation) -%}
    {%- else -%}
        {%- set columns = column_names(existing) -%}
        {% do assert_same_columns(columns,
            get_column_schema_from_query(sql) | map(attribute='name') | list) %}
        {%- if config.get('contract').enforced -%}{{ get_assert_columns_equivalent(sql) }}{%- endif -%}
        {%- set rule = config.get('meta')['replaces'] if config.get('incremental_strategy') == 'replace' -%}
        {%- set added = none -%}
        {%- if rule and existing.render() in sql -%}
            {%- set added = this.identifier ~ '__added' -%}
            {% do run_query('create or replace temporary table ' ~ added ~ ' as ' ~ sql) %}
            {%- set slices = [none] -%}
        {%- endif -%}
        {% call statement('main') -%}
            {%- if rule %}
            {%- set keys = rule['keys'] | join(', ') %}
            delete from {{ existing }}
            where ({{ keys }}) in (select {{ keys }} from {{ ref(rule['listed_in']) }});
            {%- endif %}
            insert into {{ existing }} ({{ columns | join(', ') }})
            select {{ columns | join(', ') }}
            from {{ added or '(' ~ duckdb__slice(sql, slices[0]) ~ ') as added' }}
        {%- endcall %}
        {%- if added -%}{% do run_query('drop table ' ~ added) %}{%- endif -%}
    {%- endif -%}
    {%- for slice in slices[1:] -%}
        {% do run_query(
            'insert into ' ~ target_relation ~ ' (' ~ columns | join(', ') ~ ') select '
            ~ columns | join(', ') ~ ' from (' ~ duckdb__slice(sql, slice) ~ ') as added') %}
    {%- endfor -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- Conditions that part a model's rows into slices of var('slice_rows') rows; [none] for one. -#}
{% macro duckdb__slices() %}
    {%- set rule = config.get('meta', {}).get('slices') -%}
    {%- if not rule -%}{{ return([none]) }}{%- endif -%}
    {%- set by = rule['by'] -%}
    {%- set ends = run_query(
        'select ' ~ by ~ ' from (select ' ~ by ~ ', row_number() over (order by ' ~ by
        ~ ') as number from ' ~ ref(rule['of']) ~ ') as numbered where number % '
        ~ var('slice_rows') ~ ' = 0 order by ' ~ by).columns[0].values() -%}
    {%- if not ends -%}{{ return([none]) }}{%- endif -%}
    {%- set slices = [by ~ ' <= ' ~ ends[0]] -%}
    {%- for end in ends[1:] -%}
        {%- do slices.append(by ~ ' > ' ~ ends[loop.index0] ~ ' and ' ~ by ~ ' <= ' ~ end) -%}
    {%- endfor -%}
    {%- do slices.append(by ~ ' > ' ~ ends[-1]) -%}
    {{ return(slices) }}
{% endmacro %}

{#- A model's SQL, or one slice of its rows. -#}
{% macro duckdb__slice(query, slice) %}
    {{ return('select * from (\n' ~ query ~ '\n) as sliced where ' ~ slice if slice else query) }}
{% endmacro %}
