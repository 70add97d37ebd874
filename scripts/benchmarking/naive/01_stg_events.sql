-- one ->> for each field of the client's context, the address and the browser by patterns
create table stg_events as
with

renamed as (

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
    from raw_events

)

select
    * exclude (utm_source, utm_medium, utm_campaign, utm_term, utm_content, device_type),
    regexp_extract(page_url, '^[a-z]+://([^/?#]+)', 1) as page_host,
    regexp_extract(page_url, '^[a-z]+://[^/?#]+([^?#]*)', 1) as page_path,
    regexp_extract(referrer, '^[a-z]+://([^/?#]+)', 1) as referrer_host,
    coalesce(utm_source, nullif(regexp_extract(page_url, '[?&]utm_source=([^&#]*)', 1), ''))
        as utm_source,
    coalesce(utm_medium, nullif(regexp_extract(page_url, '[?&]utm_medium=([^&#]*)', 1), ''))
        as utm_medium,
    coalesce(
        utm_campaign, nullif(regexp_extract(page_url, '[?&]utm_campaign=([^&#]*)', 1), '')
    ) as utm_campaign,
    coalesce(utm_term, nullif(regexp_extract(page_url, '[?&]utm_term=([^&#]*)', 1), ''))
        as utm_term,
    coalesce(
        utm_content, nullif(regexp_extract(page_url, '[?&]utm_content=([^&#]*)', 1), '')
    ) as utm_content,
    coalesce(
        device_type,
        case
            when user_agent ilike '%ipad%' or user_agent ilike '%tablet%' then 'tablet'
            when user_agent ilike '%mobile%' then 'mobile'
            when user_agent is not null then 'desktop'
        end
    ) as device_type,
    case
        when user_agent ilike '%edg/%' then 'Edge'
        when user_agent ilike '%firefox%' then 'Firefox'
        when user_agent ilike '%chrome%' then 'Chrome'
        when user_agent ilike '%safari%' then 'Safari'
    end as browser,
    case
        when user_agent ilike '%windows%' then 'Windows'
        when user_agent ilike '%android%' then 'Android'
        when user_agent ilike '%iphone%' or user_agent ilike '%ipad%' then 'iOS'
        when user_agent ilike '%mac os%' then 'Mac OS X'
        when user_agent ilike '%linux%' then 'Linux'
    end as os,
    coalesce(
        regexp_matches(lower(user_agent), 'bot|crawl|spider|headless|preview'), false
    ) as is_bot
from renamed;
