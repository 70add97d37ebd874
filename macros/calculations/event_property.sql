{#- The value of a named property of an event as text; null when it is missing. `property` is
    an expression: a key of the event's own `properties`, matched exactly, or else the name of a
    column of fct_events. Where both have a value, what the event says itself counts. -#}
{% macro event_property(property, events) -%}
    coalesce({{ json_member(events ~ '.properties', property) }}, case {{ property }}
        {%- for column in event_columns() %}
        when '{{ column }}' then cast({{ events }}.{{ column }} as {{ dbt.type_string() }})
        {%- endfor %}
    end)
{%- endmacro %}
