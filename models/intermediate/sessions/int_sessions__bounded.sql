{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        sessionized.first_row_id,
        sessionized.event_number,
        events.row_id,
        events.occurred_at,
        events.user_person_id,
        events.has_page,
        events.account_id is not null as has_account,
        events.has_page and events.has_outside_referrer as has_outside_referrer,
        coalesce(events.utm_source, events.utm_medium, events.utm_campaign) is not null
        or coalesce(events.has_ad_click, false) as has_campaign
    from {{ ref('int_events__sessionized') }} as sessionized
    inner join {{ ref('int_events__identified') }} as events
        on sessionized.row_id = events.row_id

),

-- with the rows of the events that tell most: the first and last page, the first account,
-- the first campaign
sessions as (

    select
        first_row_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        min(user_person_id) as user_person_id,
        min(event_number) filter (where has_page) as entry_event_number,
        min(event_number) filter (where has_outside_referrer) as referrer_event_number,
        min_by(row_id, event_number) filter (where has_page) as entry_row_id,
        max_by(row_id, event_number) filter (where has_page) as exit_row_id,
        min_by(row_id, event_number) filter (where has_account) as account_row_id,
        min_by(row_id, event_number) filter (where has_campaign) as campaign_row_id
    from events
    group by first_row_id

),

final as (

    select
        sessions.first_row_id,
        -- the id hangs on the first event, not on a number: a late event that opens an
        -- older session must not rename the newer ones
        {{ surrogate_key(["'session'", 'firsts.event_id']) }} as session_id,
        sessions.started_at,
        sessions.ended_at,
        -- the known user, of whom a session by gap has at most one; with a tracker's own
        -- sessions of several users the smallest key, so that it is always the same one
        coalesce(sessions.user_person_id, firsts.person_id) as person_id,
        sessions.entry_row_id,
        case
            when sessions.referrer_event_number > sessions.entry_event_number
                then sessions.referrer_event_number
        end as referrer_event_number,
        sessions.exit_row_id,
        sessions.account_row_id,
        sessions.campaign_row_id
    from sessions
    inner join {{ ref('int_events__identified') }} as firsts
        on sessions.first_row_id = firsts.row_id

)

select * from final
