{#- The value of a named property of an event as text; null when it is missing. `property` is
    an expression: a key of the event's own `properties`, matched exactly, or else the name of a
    column of fct_events. Where both have a value, what the event says itself counts. -#}
{% macro event_property(property, events) -%}
    coalesce({{ json_member(events ~ '.properties', property) }}, case {{ property }}
        {%- for column in event_columns() %}
        when '{{ column }}' then {{ _event_column(column, events) }}
        {%- endfor %}
    end)
{%- endmacro %}

{#- Value and currency are worked out here, where they are asked for: a column would be worked out
    for every event before the case is looked at. A value is written without idle zeros. -#}
{% macro _event_column(column, events) -%}
    {%- set text = dbt.type_string() -%}
    {%- if column == 'value' -%}
        trim(trailing '.' from trim(
            trailing '0' from cast({{ event_value(events ~ '.properties') }} as {{ text }})
        ))
    {%- elif column == 'currency' -%}
        {{ event_currency(events ~ '.properties') }}
    {%- else -%}
        cast({{ events }}.{{ column }} as {{ text }})
    {%- endif -%}
{%- endmacro %}
