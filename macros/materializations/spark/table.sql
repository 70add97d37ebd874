{#- A table on Spark, in place of dbt-spark's own, which drops the old table before the new one is
    made: a model may read what it holds, and a run that fails leaves the last one's. Neutral
    settings: `meta.within` names a column of dates that the table is stored by (docs/engines.md). -#}
{% materialization table, adapter='spark', supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {{ run_hooks(pre_hooks) }}
    {%- set made = spark__made_relation(this, '__made') -%}
    {% call statement('main') -%}
        {{ spark__create_stored_table(made, sql) }}
    {%- endcall %}
    {% do spark__put_in_place(made, this) %}
    {% do persist_docs(this, model) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{#- The table beside a model's own that a run makes first; what a run that died left is dropped. -#}
{% macro spark__made_relation(relation, suffix) %}
    {%- set made = relation.incorporate(
        path={'identifier': relation.identifier ~ suffix}, type='table') -%}
    {% do run_query('drop table if exists ' ~ made) %}
    {{ return(made) }}
{% endmacro %}

{#- The statement that makes a table from a model's SQL; with `within`, one folder a day. -#}
{% macro spark__create_stored_table(relation, query) %}
    {%- set within = config.get('meta', {}).get('within') -%}
    {%- if config.get('contract').enforced -%}
        {{ get_assert_columns_equivalent(query) }}
        {%- set query = get_select_subquery(query) -%}
    {%- endif %}
    create table {{ relation }} using parquet
    {%- if within %}
    {#- the rows of a day in one task: else every task would write a file for every day #}
    partitioned by ({{ within }}) as
    select /*+ rebalance({{ within }}) */ * from ({{ query }}) as made
    {%- else %}
    as {{ query }}
    {%- endif %}
{% endmacro %}

{#- Gives a table the name of a model, in place of the one that has it. -#}
{% macro spark__put_in_place(made, relation) %}
    {%- set existing = load_cached_relation(relation) -%}
    {%- if existing is not none -%}{% do adapter.drop_relation(existing) %}{%- endif -%}
    {% do adapter.rename_relation(made, relation.incorporate(type='table')) %}
{% endmacro %}
