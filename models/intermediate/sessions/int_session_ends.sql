with

events as (

    select
        events.event_id,
        events.source,
        events.stream_id,
        events.occurred_at,
        events.account_id,
        events.platform,
        events.tracker_session_id,
        events.page_host,
        events.page_path,
        events.referrer_host,
        events.utm_source,
        events.utm_medium,
        events.utm_campaign,
        events.utm_term,
        events.utm_content,
        events.device_type,
        events.country,
        sessionized.session_id
    from {{ ref('int_events__enriched') }} as events
    inner join {{ ref('int_events__sessionized') }} as sessionized
        on events.row_id = sessionized.row_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by session_id order by occurred_at, event_id
        ) as event_number,
        row_number() over (
            partition by session_id
            order by case when page_path is null then 1 else 0 end, occurred_at, event_id
        ) as page_number,
        row_number() over (
            partition by session_id
            order by
                case when page_path is null then 1 else 0 end,
                occurred_at desc,
                event_id desc
        ) as page_number_from_end,
        row_number() over (
            partition by session_id
            order by case when account_id is null then 1 else 0 end, occurred_at, event_id
        ) as account_number,
        row_number() over (
            partition by session_id
            order by
                case
                    when coalesce(utm_source, utm_medium, utm_campaign) is null then 1
                    else 0
                end,
                occurred_at,
                event_id
        ) as campaign_number
    from events

),

final as (

    select
        session_id,
        max(case when event_number = 1 then source end) as source,
        max(case when event_number = 1 then stream_id end) as stream_id,
        max(case when event_number = 1 then platform end) as platform,
        max(case when event_number = 1 then tracker_session_id end) as tracker_session_id,
        max(case when event_number = 1 then device_type end) as device_type,
        max(case when event_number = 1 then country end) as country,
        max(case when account_number = 1 then account_id end) as account_id,
        max(case when page_number = 1 then page_path end) as entry_page_path,
        max(case when page_number_from_end = 1 then page_path end) as exit_page_path,
        -- a referrer on the site's own host is a click inside, not where the visit is from
        max(
            case
                when page_number = 1 and referrer_host is distinct from page_host
                    then referrer_host
            end
        ) as referrer_host,
        max(case when campaign_number = 1 then utm_source end) as utm_source,
        max(case when campaign_number = 1 then utm_medium end) as utm_medium,
        max(case when campaign_number = 1 then utm_campaign end) as utm_campaign,
        max(case when campaign_number = 1 then utm_term end) as utm_term,
        max(case when campaign_number = 1 then utm_content end) as utm_content
    from ranked
    group by session_id

)

select * from final
