{#- The columns of fct_events that a definition may name in place of a property, as a list: all but
    `properties`, which is asked for by its members, and `notes`. -#}
{% macro event_columns() -%}
    {{ return([
        'event_id', 'source', 'event_name', 'raw_event_name', 'event_type', 'category',
        'occurred_at', 'received_at', 'event_date', 'load_date', 'stream_id', 'anonymous_id',
        'device_id', 'user_id', 'account_id', 'person_id', 'session_id', 'platform',
        'page_path', 'referrer_host', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term',
        'utm_content', 'browser', 'os', 'device_type', 'country', 'region', 'city', 'screen_name',
        'is_bot', 'bot_reason', 'value', 'currency',
    ]) }}
{%- endmacro %}
