{{ config(materialized='view', meta={'holds': 'changes'}) }}
-- Logins on identifiers that changed hands: most have one user ever, and theirs need no
-- order. A view: it is read once.
with

contested as (

    select
        identifiers.identifier_type,
        identifiers.identifier
    from {{ ref('int_identifiers') }} as identifiers
    inner join {{ ref('int_identifiers__changed') }} as changed
        on
            identifiers.identifier_type = changed.identifier_type
            and identifiers.identifier = changed.identifier
    where
        identifiers.user_count > 1
        and not identifiers.is_shared

),

users as (

    select
        user_id,
        person_id
    from {{ ref('int_users__merged') }}

),

-- the events stand here twice: under one name, read twice, all of them would be written
-- down first
logins as (

    select
        contested.identifier_type,
        contested.identifier,
        events.user_id,
        events.occurred_at,
        events.arrival
    from {{ ref('int_events__enriched') }} as events
    inner join contested
        on
            events.anonymous_id = contested.identifier
            and contested.identifier_type = 'anonymous_id'
    where events.user_id is not null
    union all
    select
        contested.identifier_type,
        contested.identifier,
        events.user_id,
        events.occurred_at,
        events.arrival
    from {{ ref('int_events__enriched') }} as events
    inner join contested
        on
            events.device_id = contested.identifier
            and contested.identifier_type = 'device_id'
    where events.user_id is not null
    union all
    select
        contested.identifier_type,
        contested.identifier,
        aliases.user_id,
        aliases.occurred_at,
        aliases.arrival
    from {{ ref('int_alias_logins') }} as aliases
    inner join contested
        on
            aliases.anonymous_id = contested.identifier
            and contested.identifier_type = 'anonymous_id'

),

final as (

    select
        logins.identifier_type,
        logins.identifier,
        users.person_id,
        logins.occurred_at,
        logins.arrival
    from logins
    inner join users on logins.user_id = users.user_id

)

select * from final
