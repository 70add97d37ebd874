{#- A seed on DuckDB, in place of dbt's own: rebuilt when its file or YAML changed, in one
    transaction with the note of its build; see table.sql. -#}
{% materialization seed, adapter='duckdb' %}
    {%- if build_mode() == 'current' -%}
        {%- do store_result('agate_table', response='OK', agate_table=none) -%}
        {{ return(keep_table()) }}
    {%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set agate_table = load_agate_table() -%}
    {%- do store_result('agate_table', response='OK', agate_table=agate_table) -%}
    {{ run_hooks(pre_hooks) }}
    {%- set existing = duckdb__drop_existing() -%}
    {%- if existing | trim -%}
        {%- call statement('drop_existing') -%}{{ existing }}{%- endcall -%}
    {%- endif -%}
    {%- set create_sql = create_csv_table(model, agate_table) -%}
    {%- set load_sql = load_csv_rows(model, agate_table) if agate_table.rows else '' -%}
    {%- set count = agate_table.rows | length -%}
    {% call noop_statement('main', 'INSERT ' ~ count, 'INSERT', count) %}
        {{ get_csv_sql(create_sql, load_sql) }};
    {% endcall %}
    {{ run_hooks(post_hooks) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
