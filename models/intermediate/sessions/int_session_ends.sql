{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        events.source,
        events.stream_id,
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
        sessionized.session_id,
        sessionized.event_number
    from {{ ref('int_events__in_scope') }} as events
    inner join {{ ref('int_events__sessionized') }} as sessionized
        on events.row_id = sessionized.row_id

),

-- numbers of the events that tell most: the first and last page, the first account, the
-- first campaign
told as (

    select
        session_id,
        min(case when page_path is not null then event_number end) as entry_number,
        max(case when page_path is not null then event_number end) as exit_number,
        min(case when account_id is not null then event_number end) as account_number,
        min(
            case
                when coalesce(utm_source, utm_medium, utm_campaign) is not null
                    then event_number
            end
        ) as campaign_number
    from events
    group by session_id

),

final as (

    select
        told.session_id,
        firsts.source,
        firsts.stream_id,
        firsts.platform,
        firsts.tracker_session_id,
        firsts.device_type,
        firsts.country,
        accounts.account_id,
        entries.page_path as entry_page_path,
        exits.page_path as exit_page_path,
        -- a referrer on the site's own host is a click inside, no origin of the visit
        case
            when coalesce(entries.referrer_host <> entries.page_host, true)
                then entries.referrer_host
        end as referrer_host,
        campaigns.utm_source,
        campaigns.utm_medium,
        campaigns.utm_campaign,
        campaigns.utm_term,
        campaigns.utm_content
    from told
    -- each at most one: a number is unique in its session
    inner join events as firsts
        on
            told.session_id = firsts.session_id
            and firsts.event_number = 1
    left join events as entries
        on
            told.session_id = entries.session_id
            and told.entry_number = entries.event_number
    left join events as exits
        on
            told.session_id = exits.session_id
            and told.exit_number = exits.event_number
    left join events as accounts
        on
            told.session_id = accounts.session_id
            and told.account_number = accounts.event_number
    left join events as campaigns
        on
            told.session_id = campaigns.session_id
            and told.campaign_number = campaigns.event_number

)

select * from final
