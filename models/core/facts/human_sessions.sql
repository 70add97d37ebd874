{{ config(materialized='view', meta={'published_as': 'view'}) }}

select
    session_id,
    stream_id,
    person_id,
    account_id,
    source,
    platform,
    tracker_session_id,
    started_at,
    ended_at,
    duration_seconds,
    engaged_seconds,
    event_count,
    page_view_count,
    is_engaged,
    is_bounce,
    entry_page_path,
    exit_page_path,
    channel,
    referrer_host,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_term,
    utm_content,
    device_type,
    country,
    is_bot
from {{ ref('fct_sessions') }}
where not is_bot
