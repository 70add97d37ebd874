with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

active as (

    select
        days.account_id,
        count(distinct days.person_id) as active_persons
    from {{ ref('fct_active_days') }} as days
    cross join as_of
    where
        not days.is_bot
        and days.account_id is not null
        and days.event_date <= cast({{ utc_to_local('as_of.as_of') }} as date)
    group by days.account_id

),

used as (

    select
        days.feature_name,
        days.account_id,
        count(distinct days.person_id) as adopters,
        cast(sum(days.uses) as bigint) as uses,
        count(distinct days.event_date) as use_days,
        min(days.first_used_at) as first_used_at,
        max(days.last_used_at) as last_used_at
    from {{ ref('int_feature_days') }} as days
    cross join as_of
    where
        days.account_id is not null
        and days.event_date <= cast({{ utc_to_local('as_of.as_of') }} as date)
    group by
        days.feature_name,
        days.account_id

)

select
    used.feature_name,
    used.account_id,
    active.active_persons,
    used.adopters,
    used.adopters / cast(nullif(active.active_persons, 0) as double) as breadth,
    used.uses,
    used.uses / cast(nullif(used.adopters, 0) as double) as depth,
    used.use_days,
    used.first_used_at,
    used.last_used_at
from used
inner join active on used.account_id = active.account_id
