{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        row_id,
        event_date,
        occurred_at,
        user_id,
        anonymous_id,
        device_id
    from {{ ref('int_events__in_scope') }}
    where not is_server_side

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
        events.event_date,
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
                else {{ surrogate_key(["'device_id'", 'events.device_id']) }}
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
