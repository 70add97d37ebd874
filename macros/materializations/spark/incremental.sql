{#- On Spark, in place of dbt-spark's own: its Parquet tables know no DELETE, so `replace` rewrites
    the rows that stay, and adds the new ones. A table stored by day (`meta.within`) has
    only those days rewritten that lose or gain rows; any other is written whole. -#}
{% materialization incremental, adapter='spark', supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {{ run_hooks(pre_hooks) }}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is none or existing.type != 'table' or should_full_refresh() -%}
        {%- set made = spark__made_relation(this, '__made') -%}
        {% call statement('main') -%}
            {{ spark__create_stored_table(made, sql) }}
        {%- endcall %}
        {% do spark__put_in_place(made, this) %}
    {%- else -%}
        {%- set added = spark__made_relation(this, '__added') -%}
        {%- set query = sql -%}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(query) }}
            {%- set query = get_select_subquery(query) -%}
        {%- endif -%}
        {% call statement('main') -%}
            create table {{ added }} using parquet as {{ query }}
        {%- endcall %}
        {%- set columns = column_names(existing) -%}
        {% do assert_same_columns(columns, column_names(added)) %}
        {%- if config.get('incremental_strategy') == 'replace' -%}
            {% do spark__replace_rows(existing, added, columns) %}
        {%- else -%}
            {% do run_query('insert into ' ~ existing ~ ' select ' ~ columns | join(', ')
                ~ ' from ' ~ added) %}
        {%- endif -%}
        {% do run_query('drop table ' ~ added) %}
    {%- endif -%}
    {% do persist_docs(this, model) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{#- Takes the rows out of a table whose keys meta.replaces lists, and puts those of `added` in. -#}
{% macro spark__replace_rows(relation, added, columns) %}
    {%- set rule = config.get('meta')['replaces'] -%}
    {%- set within = config.get('meta').get('within') -%}
    {%- set listed = ref(rule['listed_in']) -%}
    {%- set is_listed = [] -%}
    {%- for key in rule['keys'] -%}
        {%- do is_listed.append('kept.' ~ key ~ ' = listed.' ~ key) -%}
    {%- endfor -%}
    {%- set is_listed = is_listed | join(' and ') -%}
    {%- set days = [] -%}
    {%- if within -%}
        {%- for row in run_query(
            'select cast(' ~ within ~ ' as string) as day from ' ~ added ~ ' union select cast(kept.'
            ~ within ~ ' as string) as day from ' ~ relation ~ ' as kept left semi join ' ~ listed
            ~ ' as listed on ' ~ is_listed).rows -%}
            {%- do days.append("date '" ~ row[0] ~ "'") -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if days or not within -%}
        {%- set made = spark__made_relation(relation, '__made') -%}
        {%- set chosen = columns | join(', ') -%}
        {% do run_query(
            'create table ' ~ made ~ ' using parquet as select ' ~ chosen ~ ' from ' ~ relation
            ~ ' as kept left anti join ' ~ listed ~ ' as listed on ' ~ is_listed
            ~ (' where kept.' ~ within ~ ' in (' ~ days | join(', ') ~ ')' if within else '')
            ~ ' union all select ' ~ chosen ~ ' from ' ~ added) %}
        {%- if within -%}
            {#- of a day that lost all its rows nothing is written, so nothing is overwritten -#}
            {%- for row in run_query('select day from (values (' ~ days | join('), (')
                ~ ')) as days (day) left anti join ' ~ made ~ ' as made on days.day = made.'
                ~ within).rows -%}
                {% do run_query('alter table ' ~ relation ~ ' drop if exists partition (' ~ within
                    ~ " = '" ~ row[0] ~ "')") %}
            {%- endfor -%}
            {% do run_query('set spark.sql.sources.partitionOverwriteMode = dynamic') %}
            {% do run_query('insert overwrite table ' ~ relation ~ ' partition (' ~ within
                ~ ') select /*+ rebalance(' ~ within ~ ') */ ' ~ chosen ~ ' from ' ~ made) %}
            {% do run_query('drop table ' ~ made) %}
        {%- else -%}
            {% do spark__put_in_place(made, relation) %}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
