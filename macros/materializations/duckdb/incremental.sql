{#- A kept table. The strategy `replace` takes out the rows whose keys another model lists, and puts
    the model's rows in:

        meta={'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'}}

    `append` only puts rows in. -#}

{#- On DuckDB, in place of dbt-duckdb's own, which writes new rows to a temporary table first, so
    twice. Only a model that reads the rows that go needs that. -#}
{% materialization incremental, adapter='duckdb', supported_languages=['sql'] %}
    {%- set mode = build_mode() -%}
    {%- if mode == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if existing is none or existing.type != 'table' or mode != 'increment' -%}
        {% call statement('main') -%}
            {% if existing is not none %}drop {{ existing.type }} {{ existing }};{% endif %}
            {{ create_table_as(false, target_relation, sql) }}
        {%- endcall %}
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
        {%- endif -%}
        {% call statement('main') -%}
            {%- if rule %}
            {#- of a key that the other model lacks, its own column would be taken, so all rows #}
            delete from {{ existing }}
            where ({{ rule['keys'] | join(', ') }}) in (
                select listed.{{ rule['keys'] | join(', listed.') }}
                from {{ ref(rule['listed_in']) }} as listed
            );
            {%- endif %}
            insert into {{ existing }} ({{ columns | join(', ') }})
            select {{ columns | join(', ') }}
            from {{ added or '(' ~ sql ~ ') as added' }}
        {%- endcall %}
        {%- if added -%}{% do run_query('drop table ' ~ added) %}{%- endif -%}
    {%- endif -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
