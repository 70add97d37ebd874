{#- A view on DuckDB, in place of dbt's own; see table.sql. -#}
{% materialization view, adapter='duckdb', supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {{ duckdb__drop_existing() }}
        {{ get_create_view_as_sql(target_relation, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
