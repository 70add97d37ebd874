{#- The events of a source that is on, as a query with every column of staged_event_columns: nulls of
    the right type where its staging model has none (and no wrong type, as text). What the model has is read from its YAML,
    which a test holds against its SQL. -#}
{% macro staged_events(source_name) -%}
    {%- set model = ref('stg_' ~ source_name ~ '__events') -%}
    {%- set has = graph.nodes['model.' ~ project_name ~ '.' ~ model.identifier].columns
        if execute else {} -%}
    select
        {%- for name, type in staged_event_columns().items() %}
        {{ name if name in has else 'cast(' ~ ("''" if name == 'wrong_types' else 'null')
            ~ ' as ' ~ type ~ ') as ' ~ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}
{%- endmacro %}
