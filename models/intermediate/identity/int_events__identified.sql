{{ config(meta={'holds': 'changes'}) }}
-- The one place that reads the events whose sessions are cut: what is narrow about them,
-- and whose they are.
with

events as (

    select *
    from {{ ref('int_events__enriched') }}
    where
        not is_server_side
        and {{ only_listed('row_id', 'int_scope_rows') }}

),

users as (

    select
        user_id,
        person_id
    from {{ ref('int_users__merged') }}

),

owners as (

    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        valid_to
    from {{ ref('int_identifiers__owned') }}

),

-- the intervals of one identifier do not overlap: at most one owner each
final as (

    select
        events.row_id,
        events.event_id,
        events.source,
        events.stream_id,
        events.occurred_at,
        events.arrival,
        events.event_date,
        events.event_name,
        events.event_type,
        events.account_id,
        events.is_bot,
        events.tracker_session_id,
        events.utm_source,
        events.utm_medium,
        events.utm_campaign,
        events.click_id in ({{ quoted_list(click_ids().ads) }}) as has_ad_click,
        coalesce(
            events.referrer_host <> events.page_host, events.referrer_host is not null
        ) as has_outside_referrer,
        events.page_path is not null as has_page,
        case
            when users.person_id is not null then 'user_id'
            when visitors.person_id is not null then 'anonymous_id'
            when devices.person_id is not null then 'device_id'
            else 'none'
        end as evidence,
        users.person_id as user_person_id,
        coalesce(
            users.person_id,
            visitors.person_id,
            devices.person_id,
            case
                when events.anonymous_id is not null
                    then {{ surrogate_key(["'anonymous_id'", 'events.anonymous_id']) }}
                when events.device_id is not null
                    then {{ surrogate_key(["'device_id'", 'events.device_id']) }}
                -- an anonymous session is nobody's over time
                else {{ surrogate_key(["'session_id'", 'events.stream_id']) }}
            end
        ) as person_id
    from events
    left join users on events.user_id = users.user_id
    left join owners as visitors
        on
            events.user_id is null
            and visitors.identifier_type = 'anonymous_id'
            and events.anonymous_id = visitors.identifier
            and events.occurred_at >= visitors.valid_from
            and (visitors.valid_to is null or events.occurred_at < visitors.valid_to)
    left join owners as devices
        on
            events.user_id is null
            and devices.identifier_type = 'device_id'
            and events.device_id = devices.identifier
            and events.occurred_at >= devices.valid_from
            and (devices.valid_to is null or events.occurred_at < devices.valid_to)

)

select * from final
