with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

first_days as (

    select min(event_date) as first_date
    from {{ ref('fct_active_days') }}
    where not is_bot

),

-- without a range of its own a definition has every month from the first event to as_of
definitions as (

    select
        asked.stickiness_name,
        asked.interval as period,
        cast(asked.range_end as timestamp) as last_day,
        coalesce(
            cast(asked.range_start as timestamp),
            {{ start_of_period("'month'", 'cast(first_days.first_date as timestamp)') }},
            {{ start_of_period("'month'", utc_to_local('as_of.as_of')) }}
        ) as first_start,
        coalesce(
            cast(asked.range_start as timestamp),
            {{ start_of_period("'month'", utc_to_local('as_of.as_of')) }}
        ) as last_start
    from {{ ref('stickiness_definitions') }} as asked
    cross join first_days
    cross join as_of

),

numbered as (

    select
        stickiness_name,
        period,
        last_day,
        first_start,
        {{ each_number_to(
            'case when last_day is not null then 0 else '
            ~ periods_between("'month'", 'first_start', 'last_start') ~ ' end'
        ) }} as month_number
    from definitions

),

ranges as (

    select
        stickiness_name,
        period,
        {{ add_periods("'month'", 'first_start', 'month_number') }} as starts_at,
        coalesce(
            {{ add_periods("'day'", 'last_day', '1') }},
            {{ add_periods("'month'", 'first_start', 'month_number + 1') }}
        ) as ends_at
    from numbered

),

-- a range touches the intervals of its first and of its last moment
touching as (

    select
        stickiness_name,
        period,
        starts_at,
        ends_at,
        {{ start_of_period('period', 'starts_at') }} as first_interval,
        {{ start_of_period('period', "ends_at - interval '1' second") }} as last_interval
    from ranges

),

final as (

    select
        touching.stickiness_name,
        cast(touching.starts_at as date) as range_start,
        cast({{ add_periods("'day'", 'touching.ends_at', '-1') }} as date) as range_end,
        {{ periods_between(
            'touching.period', 'touching.first_interval', 'touching.last_interval'
        ) }} + 1 as interval_count,
        coalesce({{ local_to_utc('touching.ends_at') }} <= as_of.as_of, false)
            as is_complete
    from touching
    cross join as_of

)

select
    stickiness_name,
    range_start,
    range_end,
    interval_count,
    is_complete
from final
