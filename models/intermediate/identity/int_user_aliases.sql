with

events as (

    select
        previous_id,
        user_id,
        occurred_at
    from {{ ref('int_events__enriched') }}
    where event_type = 'alias'

),

sightings as (

    select
        user_id,
        anonymous_id
    from {{ ref('int_identity_sightings') }}

),

known_users as (

    select user_id
    from sightings
    where user_id is not null
    group by user_id

),

known_visitors as (

    select anonymous_id
    from sightings
    where anonymous_id is not null
    group by anonymous_id

),

aliases as (

    select
        previous_id,
        user_id,
        min(occurred_at) as aliased_at
    from events
    where
        previous_id is not null
        and user_id is not null
        and previous_id <> user_id
    group by
        previous_id,
        user_id

),

final as (

    select
        aliases.previous_id,
        aliases.user_id,
        aliases.aliased_at
    from aliases
    left join known_users on aliases.previous_id = known_users.user_id
    left join known_visitors on aliases.previous_id = known_visitors.anonymous_id
    where
        -- an alias of a visitor who never was a user is a login, not a merge
        known_users.user_id is not null
        or known_visitors.anonymous_id is null

)

select * from final
