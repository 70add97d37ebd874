{#- What a run touches of rows that are kept elsewhere: a view of them all where the run holds all
    history (is_full_rebuild), a table of the touched ones where it does not. Several models read
    them then, and each would look for them among all rows again. -#}
{% materialization touched, supported_languages=['sql'] %}
    {%- if build_mode() == 'current' -%}{{ return(keep_table()) }}{%- endif -%}
    {%- set kind = 'view' if is_full_rebuild() else 'table' -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type=kind) -%}

    {{ run_hooks(pre_hooks) }}
    {% if existing_relation is not none %}{% do adapter.drop_relation(existing_relation) %}{% endif %}
    {% call statement('main') -%}
        {%- if kind == 'view' -%}
            {{ create_view_as(target_relation, sql) }}
        {%- else -%}
            {{ create_table_as(false, target_relation, sql) }}
        {%- endif -%}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do record_build() %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
