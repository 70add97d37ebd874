{#- The value of a named property of an event as text; null when it is missing. `property` is
    an expression: a key of the event's own `properties`, matched exactly, or else the name of a
    column of fct_events. Where both have a value, what the event says itself counts. -#}
{% macro event_property(property, events) -%}
    {%- set columns = [
        'event_id', 'source', 'event_name', 'raw_event_name', 'event_type', 'category',
        'occurred_at', 'received_at', 'event_date', 'load_date', 'stream_id', 'anonymous_id',
        'device_id', 'user_id', 'account_id', 'person_id', 'session_id', 'platform',
        'page_path', 'referrer_host', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term',
        'utm_content', 'browser', 'os', 'device_type', 'country', 'is_bot',
    ] -%}
    coalesce({{ json_member(events ~ '.properties', property) }}, case {{ property }}
        {%- for column in columns %}
        when '{{ column }}' then cast({{ events }}.{{ column }} as {{ dbt.type_string() }})
        {%- endfor %}
    end)
{%- endmacro %}
