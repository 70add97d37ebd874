{{ config(materialized='view', meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

changes as (

    select
        row_id,
        person_id,
        session_id,
        is_added
    from {{ ref('int_events__label_changes') }}
    where not is_removed

),

final as (

    select
        events.row_id,
        events.event_id,
        events.source,
        events.event_name,
        events.raw_event_name,
        events.event_type,
        events.category,
        events.occurred_at,
        events.received_at,
        events.arrival,
        events.event_date,
        events.load_date,
        events.stream_id,
        events.anonymous_id,
        events.device_id,
        events.user_id,
        events.account_id,
        events.platform,
        events.page_path,
        events.referrer_host,
        events.utm_source,
        events.utm_medium,
        events.utm_campaign,
        events.utm_term,
        events.utm_content,
        events.browser,
        events.os,
        events.device_type,
        events.country,
        events.region,
        events.city,
        events.screen_name,
        events.is_bot,
        events.bot_reason,
        events.value,
        events.currency,
        events.properties,
        events.traits,
        changes.person_id,
        changes.session_id,
        changes.is_added
    from {{ ref('int_events__enriched') }} as events
    inner join changes on events.row_id = changes.row_id

)

select * from final
