{{ config(meta={'holds': 'changes'}) }}
{% set columns = [
    'row_id', 'source', 'load_date', 'file', 'line_number', 'defect', 'wrong_types', 'raw',
    'raw_event_name', 'event_type', 'properties', 'traits', 'consent', 'event_timestamp',
    'sent_at', 'received_at', 'message_id', 'content_hash', 'user_id', 'anonymous_id', 'device_id',
    'account_id', 'previous_id', 'tracker_session_id', 'app_version', 'client_device_type',
    'screen_width', 'screen_height',
    'page_title', 'user_agent', 'page_url', 'referrer', 'campaign_source',
    'campaign_medium', 'campaign_name', 'campaign_term', 'campaign_content', 'country',
    'client_platform',
] %}

with

unioned as (

    {% for name in var('sources') %}
    select {{ columns | join(', ') }} from {{ ref('stg_' ~ name ~ '__events') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from unioned
