with

sightings as (

    select
        user_id,
        min(first_seen_at) as seen_at
    from {{ ref('int_identity_sightings') }}
    where user_id is not null
    group by user_id
    union all
    select
        previous_id as user_id,
        min(aliased_at) as seen_at
    from {{ ref('int_user_aliases') }}
    group by previous_id

),

users as (

    select
        user_id,
        min(seen_at) as first_seen_at
    from sightings
    group by user_id

),

final as (

    select
        user_id,
        first_seen_at,
        -- the oldest of merged users is the one with the smallest number
        row_number() over (order by first_seen_at, user_id) as seniority
    from users

)

select * from final
