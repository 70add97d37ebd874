{{ config(materialized='view') }}
-- a view: the wide half is written once per event, the narrow half (whose it is, which
-- session) as often as a login changes it. What both hold is taken from the narrow one

with

events as (

    select * from {{ ref('int_events__enriched') }}

),

labels as (

    select * from {{ ref('int_events__labelled') }}

),

final as (

    select
        labels.row_id,
        events.event_id,
        events.source,
        labels.event_name,
        events.raw_event_name,
        labels.event_type,
        events.category,
        labels.occurred_at,
        events.received_at,
        events.arrival,
        labels.event_date,
        events.load_date,
        events.stream_id,
        events.anonymous_id,
        events.device_id,
        events.user_id,
        labels.account_id,
        labels.person_id,
        labels.session_id,
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
        labels.is_bot,
        events.bot_reason,
        events.value,
        events.currency,
        events.properties,
        events.notes
    from events
    inner join labels on events.row_id = labels.row_id

)

select * from final
