with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

features as (

    select
        feature_name,
        {{ parse_utc('released_at') }} as released_at
    from {{ ref('features') }}

),

days as (

    select
        days.feature_name,
        days.person_id,
        cast(days.event_date as timestamp) as use_day,
        {{ start_of_period("'day'", utc_to_local('as_of.as_of')) }} as last_day,
        days.uses,
        days.first_used_at,
        days.last_used_at
    from {{ ref('int_feature_days') }} as days
    cross join as_of
    where days.event_date <= cast({{ utc_to_local('as_of.as_of') }} as date)

),

with_first_days as (

    select
        *,
        min(use_day) over (partition by feature_name, person_id) as first_day
    from days

),

adopters as (

    select
        feature_name,
        person_id,
        first_day,
        min(first_used_at) as first_used_at,
        max(last_used_at) as last_used_at,
        cast(sum(uses) as bigint) as uses,
        count(distinct use_day) as use_days,
        max(case
            when {{ periods_between("'day'", 'first_day', 'use_day') }} between 7 and 28
                then 1
            else 0
        end) = 1 as came_back,
        max({{ periods_between("'day'", 'first_day', 'last_day') }}) > 28 as is_over
    from with_first_days
    group by
        feature_name,
        person_id,
        first_day

),

begun as (

    select
        adopters.*,
        features.released_at,
        greatest(
            persons.first_seen_at, coalesce(features.released_at, persons.first_seen_at)
        ) as could_use_at
    from adopters
    inner join features on adopters.feature_name = features.feature_name
    inner join {{ ref('dim_persons') }} as persons
        on adopters.person_id = persons.person_id

),

final as (

    select
        *,
        case
            when first_used_at >= could_use_at
                then {{ periods_between(
                    "'day'",
                    start_of_period("'day'", utc_to_local('could_use_at')),
                    'first_day'
                ) }}
        end as days_to_adopt,
        case when came_back or is_over then came_back end as is_retained
    from begun

)

select
    feature_name,
    person_id,
    first_used_at,
    days_to_adopt,
    uses,
    use_days,
    last_used_at,
    is_retained
from final
