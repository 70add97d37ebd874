{#- In place of dbt's own: a model is made from all history when plan_run says so. It decides
    is_incremental(), too. -#}
{% macro should_full_refresh() %}
    {%- set configured = config.get('full_refresh') -%}
    {%- if configured is not none -%}{{ return(configured) }}{%- endif -%}
    {%- if model.config.materialized == 'incremental' -%}{{ return(is_full_rebuild()) }}{%- endif -%}
    {{ return(flags.FULL_REFRESH) }}
{% endmacro %}
