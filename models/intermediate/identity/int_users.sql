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

-- numbered a day at a time: a count over all users in one order would be the work of a
-- single task on a cluster
days as (

    select
        cast(first_seen_at as date) as first_seen_date,
        count(*) as user_count
    from users
    group by cast(first_seen_at as date)

),

starts as (

    select
        first_seen_date,
        sum(user_count) over (order by first_seen_date) - user_count as earlier_count
    from days

),

final as (

    select
        users.user_id,
        users.first_seen_at,
        -- the oldest of merged users is the one with the smallest number
        cast(
            starts.earlier_count + row_number() over (
                partition by starts.first_seen_date
                order by users.first_seen_at, users.user_id
            ) as bigint
        ) as seniority
    from users
    inner join starts
        on cast(users.first_seen_at as date) = starts.first_seen_date

)

select * from final
