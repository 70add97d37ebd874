{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        events.row_id,
        events.page_path is not null as is_page,
        events.account_id is not null as has_account,
        coalesce(events.utm_source, events.utm_medium, events.utm_campaign) is not null
            as has_campaign,
        sessionized.session_id,
        sessionized.event_number
    from {{ ref('int_events__in_scope') }} as events
    inner join {{ ref('int_events__sessionized') }} as sessionized
        on events.row_id = sessionized.row_id

),

-- the rows that tell most: the first one, the first and last page, the first account, the
-- first campaign
told as (

    select
        session_id,
        min_by(row_id, event_number) as first_row_id,
        min_by(row_id, event_number) filter (where is_page) as entry_row_id,
        max_by(row_id, event_number) filter (where is_page) as exit_row_id,
        min_by(row_id, event_number) filter (where has_account) as account_row_id,
        min_by(row_id, event_number) filter (where has_campaign) as campaign_row_id
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
    -- each from the table itself: a wide table expression would be written out for them
    inner join {{ ref('int_events__in_scope') }} as firsts
        on told.first_row_id = firsts.row_id
    left join {{ ref('int_events__in_scope') }} as entries
        on told.entry_row_id = entries.row_id
    left join {{ ref('int_events__in_scope') }} as exits
        on told.exit_row_id = exits.row_id
    left join {{ ref('int_events__in_scope') }} as accounts
        on told.account_row_id = accounts.row_id
    left join {{ ref('int_events__in_scope') }} as campaigns
        on told.campaign_row_id = campaigns.row_id

)

select * from final
