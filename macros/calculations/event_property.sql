{#- The value of a named property of an event as text; null when it is missing. `property` is
    an expression: the name of a column of fct_events, else a key of `properties`, matched
    exactly. A column hides a key of the same name. -#}
{% macro event_property(property, events) -%}
    {%- set columns = [
        'event_id', 'source', 'event_name', 'raw_event_name', 'event_type', 'category',
        'occurred_at', 'received_at', 'event_date', 'load_date', 'stream_id', 'anonymous_id',
        'device_id', 'user_id', 'account_id', 'person_id', 'session_id', 'platform',
        'page_path', 'referrer_host', 'utm_source', 'utm_medium', 'utm_campaign', 'browser',
        'os', 'device_type', 'country', 'is_bot',
    ] -%}
    case {{ property }}
        {%- for column in columns %}
        when '{{ column }}' then cast({{ events }}.{{ column }} as {{ dbt.type_string() }})
        {%- endfor %}
        else {{ json_member(events ~ '.properties', property) }}
    end
{%- endmacro %}
