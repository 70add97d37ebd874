{#- Keeps what event_catalogue counted before it is built again, for summarize_run. A pre-hook of
    that model. -#}
{% macro note_event_counts() %}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry') -%}
        {% do adapter.create_schema(
            api.Relation.create(database=target.database, schema='runs')) %}
        {% do run_query('drop table if exists runs.event_counts_before') %}
        {%- if adapter.get_relation(this.database, this.schema, this.identifier) is not none -%}
            {% do run_query('create table runs.event_counts_before as'
                ~ ' select event_name, accepted_count, quarantined_count from ' ~ this) %}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
