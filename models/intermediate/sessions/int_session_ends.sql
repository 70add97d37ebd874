{{ config(meta={'holds': 'changes'}) }}

with

sessionized as (

    select
        row_id,
        session_id,
        event_number
    from {{ ref('int_events__sessionized') }}

),

events as (

    select
        sessionized.session_id,
        sessionized.event_number,
        events.page_path is not null as is_page,
        events.account_id is not null as has_account,
        coalesce(events.utm_source, events.utm_medium, events.utm_campaign) is not null
            as has_campaign
    from {{ ref('int_events__in_scope') }} as events
    inner join sessionized on events.row_id = sessionized.row_id

),

-- the events that tell most, the first one aside: the first and last page, the first
-- account, the first campaign
told as (

    select
        session_id,
        min(event_number) filter (where is_page) as entry_number,
        max(event_number) filter (where is_page) as exit_number,
        min(event_number) filter (where has_account) as account_number,
        min(event_number) filter (where has_campaign) as campaign_number
    from events
    group by session_id

),

telling_rows as (

    select
        sessionized.row_id,
        sessionized.session_id,
        sessionized.event_number = 1 as is_first,
        sessionized.event_number = told.entry_number as is_entry,
        sessionized.event_number = told.exit_number as is_exit,
        sessionized.event_number = told.account_number as is_account,
        sessionized.event_number = told.campaign_number as is_campaign
    from sessionized
    inner join told on sessionized.session_id = told.session_id
    where
        sessionized.event_number in (
            1,
            told.entry_number,
            told.exit_number,
            told.account_number,
            told.campaign_number
        )

),

-- their wide rows are read once: a join for each of the five would hold five hash tables
final as (

    select
        telling.session_id,
        max(case when telling.is_first then events.source end) as source,
        max(case when telling.is_first then events.stream_id end) as stream_id,
        max(case when telling.is_first then events.platform end) as platform,
        max(case when telling.is_first then events.tracker_session_id end)
            as tracker_session_id,
        max(case when telling.is_first then events.device_type end) as device_type,
        max(case when telling.is_first then events.country end) as country,
        max(case when telling.is_account then events.account_id end) as account_id,
        max(case when telling.is_entry then events.page_path end) as entry_page_path,
        max(case when telling.is_exit then events.page_path end) as exit_page_path,
        -- a referrer on the site's own host is a click inside, no origin of the visit
        max(
            case
                when
                    telling.is_entry
                    and coalesce(events.referrer_host <> events.page_host, true)
                    then events.referrer_host
            end
        ) as referrer_host,
        max(case when telling.is_campaign then events.utm_source end) as utm_source,
        max(case when telling.is_campaign then events.utm_medium end) as utm_medium,
        max(case when telling.is_campaign then events.utm_campaign end) as utm_campaign,
        max(case when telling.is_campaign then events.utm_term end) as utm_term,
        max(case when telling.is_campaign then events.utm_content end) as utm_content
    from telling_rows as telling
    inner join {{ ref('int_events__in_scope') }} as events
        on telling.row_id = events.row_id
    group by telling.session_id

)

select * from final
