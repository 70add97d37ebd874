{#- Keeps what event_catalogue counted before it is built again, for summarize_run. A pre-hook of
    that model. -#}
{% macro note_event_counts() %}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry') -%}
        {%- set counts = 'select event_name, accepted_count, quarantined_count from ' ~ this -%}
        {%- if adapter.get_relation(this.database, this.schema, this.identifier) is none -%}
            {%- set counts = 'select cast(null as ' ~ dbt.type_string() ~ ') as event_name,'
                ~ ' cast(0 as bigint) as accepted_count, cast(0 as bigint) as quarantined_count'
                ~ ' where false' -%}
        {%- endif -%}
        {% do run_query('drop table if exists runs.event_counts_before') %}
        {% do run_query('create table runs.event_counts_before as ' ~ counts) %}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
