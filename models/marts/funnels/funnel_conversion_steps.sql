with

steps as (

    select
        funnel_name,
        rule_number as step_number,
        max(step_name) as step_name
    from {{ ref('int_funnel_steps__defined') }}
    where not is_exclusion
    group by
        funnel_name,
        rule_number

),

reached as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        count(*) as units,
        {{ mean_seconds('seconds_from_previous') }} as avg_seconds_from_previous,
        median(seconds_from_previous) as median_seconds_from_previous
    from {{ ref('funnel_entry_steps') }}
    where counts_for_unit
    group by
        funnel_name,
        breakdown_value,
        step_number

),

attempts as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        cast(sum(attempts) as bigint) as attempts
    from {{ ref('funnel_entry_steps') }}
    where attempts is not null
    group by
        funnel_name,
        breakdown_value,
        step_number

),

-- a funnel that nobody entered still shows its steps, under the empty value
breakdown_values as (

    select
        funnels.funnel_name,
        funnels.counting,
        coalesce(reached.breakdown_value, '') as breakdown_value
    from {{ ref('int_funnels__defined') }} as funnels
    left join reached
        on
            funnels.funnel_name = reached.funnel_name
            and reached.step_number = 1

),

filled as (

    select
        breakdown_values.funnel_name,
        breakdown_values.breakdown_value,
        steps.step_number,
        steps.step_name,
        coalesce(reached.units, 0) as units,
        case
            when breakdown_values.counting = 'attempts'
                then coalesce(attempts.attempts, 0)
        end as attempts,
        reached.avg_seconds_from_previous,
        reached.median_seconds_from_previous
    from breakdown_values
    inner join steps
        on breakdown_values.funnel_name = steps.funnel_name
    left join reached
        on
            breakdown_values.funnel_name = reached.funnel_name
            and breakdown_values.breakdown_value = reached.breakdown_value
            and steps.step_number = reached.step_number
    left join attempts
        on
            breakdown_values.funnel_name = attempts.funnel_name
            and breakdown_values.breakdown_value = attempts.breakdown_value
            and steps.step_number = attempts.step_number

),

with_neighbours as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        step_name,
        units,
        attempts,
        first_value(units) over in_order as first_units,
        lag(units) over in_order as previous_units,
        lead(units) over in_order as next_units,
        avg_seconds_from_previous,
        median_seconds_from_previous
    from filled
    window in_order as (
        partition by funnel_name, breakdown_value
        order by step_number
    )

)

select
    funnel_name,
    breakdown_value,
    step_number,
    step_name,
    units,
    attempts,
    cast(units as double) / nullif(first_units, 0) as conversion_rate,
    cast(units as double) / nullif(previous_units, 0) as step_conversion_rate,
    units - next_units as drop_off_units,
    cast(units - next_units as double) / nullif(units, 0) as drop_off_rate,
    avg_seconds_from_previous,
    median_seconds_from_previous
from with_neighbours
