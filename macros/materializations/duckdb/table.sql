{#- A table on DuckDB, in place of dbt-duckdb's own: one transaction with the note of its build, and
    nothing at all where it is up to date. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- set query = sql -%}
    {%- if target_relation.render() in sql -%}
        {#- it reads what it holds -#}
        {% do run_query('create or replace temporary table ' ~ this.identifier ~ '__new as ' ~ sql) %}
        {%- set query = 'select * from ' ~ this.identifier ~ '__new' -%}
    {%- endif -%}
    {% call statement('main') -%}
        {{ duckdb__drop_existing() }}
        {{ create_table_as(false, target_relation, query) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- The statement that makes room for a model's table or view. -#}
{% macro duckdb__drop_existing() %}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none -%}drop {{ existing.type }} if exists {{ existing }};{%- endif -%}
{% endmacro %}
