-- one ->> for each field of the client's context
create table stg_events as
select
    load_date,
    filename,
    message_id,
    coalesce(event, event_name, type || '_view') as raw_event_name,
    -- every spelling of a name becomes one
    lower(regexp_replace(
        regexp_replace(
            coalesce(event, event_name, type || '_view'), '([a-z0-9])([A-Z])', '\1_\2', 'g'
        ),
        '[^A-Za-z0-9]+', '_', 'g'
    )) as event_name,
    coalesce(type, 'track') as event_type,
    try_cast(timestamp as timestamp) as occurred_at,
    try_cast(received_at as timestamp) as received_at,
    user_id,
    anonymous_id,
    coalesce(device_id, context ->> '$.device.id') as device_id,
    account_id,
    session_id as tracker_session_id,
    context ->> '$.page.url' as page_url,
    context ->> '$.page.referrer' as referrer,
    context ->> '$.page.title' as page_title,
    context ->> '$.campaign.source' as utm_source,
    context ->> '$.campaign.medium' as utm_medium,
    context ->> '$.campaign.name' as utm_campaign,
    context ->> '$.campaign.term' as utm_term,
    context ->> '$.campaign.content' as utm_content,
    context ->> '$.user_agent' as user_agent,
    context ->> '$.app.version' as app_version,
    context ->> '$.device.type' as device_type,
    properties,
    traits,
    consent
from raw_events;
