with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

steps as (

    select
        steps.funnel_name,
        steps.rule_number as step_number,
        max(steps.step_name) as step_name,
        max(funnels.trend_interval) as trend_interval,
        max(funnels.window_seconds) * 1000000 as window_microseconds
    from {{ ref('int_funnel_steps__defined') }} as steps
    inner join {{ ref('int_funnels__defined') }} as funnels
        on steps.funnel_name = funnels.funnel_name
    where not steps.is_exclusion
    group by
        steps.funnel_name,
        steps.rule_number

),

reached as (

    select
        funnel_name,
        breakdown_value,
        entry_date,
        step_number,
        count(*) as units,
        {{ mean_seconds('seconds_from_previous') }} as avg_seconds_from_previous,
        median(seconds_from_previous) as median_seconds_from_previous
    from {{ ref('funnel_entry_steps') }}
    where counts_on_day
    group by
        funnel_name,
        breakdown_value,
        entry_date,
        step_number

),

-- a day with an entry shows every step, those that nobody reached with 0
filled as (

    select
        days.funnel_name,
        days.breakdown_value,
        days.entry_date,
        steps.step_number,
        steps.step_name,
        steps.trend_interval,
        steps.window_microseconds,
        coalesce(reached.units, 0) as units,
        reached.avg_seconds_from_previous,
        reached.median_seconds_from_previous
    from reached as days
    inner join steps
        on days.funnel_name = steps.funnel_name
    left join reached
        on
            days.funnel_name = reached.funnel_name
            and days.breakdown_value = reached.breakdown_value
            and days.entry_date = reached.entry_date
            and steps.step_number = reached.step_number
    where days.step_number = 1

),

with_neighbours as (

    select
        filled.funnel_name,
        filled.breakdown_value,
        filled.entry_date,
        filled.step_number,
        filled.step_name,
        filled.units,
        first_value(filled.units) over in_order as first_units,
        lag(filled.units) over in_order as previous_units,
        lead(filled.units) over in_order as next_units,
        filled.avg_seconds_from_previous,
        filled.median_seconds_from_previous,
        -- the last entry, just before the period's end, has had its whole window
        {{ add_microseconds(
            local_to_utc(add_periods(
                'filled.trend_interval', 'cast(filled.entry_date as timestamp)', '1'
            )),
            'filled.window_microseconds'
        ) }} <= as_of.as_of as is_mature,
        filled.trend_interval
    from filled
    cross join as_of
    window in_order as (
        partition by filled.funnel_name, filled.breakdown_value, filled.entry_date
        order by filled.step_number
    )

)

select
    funnel_name,
    breakdown_value,
    entry_date,
    step_number,
    step_name,
    units,
    cast(units as double) / nullif(first_units, 0) as conversion_rate,
    cast(units as double) / nullif(previous_units, 0) as step_conversion_rate,
    units - next_units as drop_off_units,
    cast(units - next_units as double) / nullif(units, 0) as drop_off_rate,
    avg_seconds_from_previous,
    median_seconds_from_previous,
    is_mature,
    trend_interval
from with_neighbours
