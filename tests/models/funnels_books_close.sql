-- A funnel never grows, what drops off at its steps is what entered and did not arrive,
-- and its steps count the very units of funnel_units, as do the buckets of their times.
with

steps as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        units,
        drop_off_units
    from {{ ref('funnel_conversion_steps') }}

),

units as (

    select
        funnel_name,
        breakdown_value,
        furthest_step
    from {{ ref('funnel_units') }}

),

counted as (

    select
        steps.funnel_name,
        steps.breakdown_value,
        steps.step_number,
        steps.units,
        count(units.furthest_step) as units_counted
    from steps
    left join units
        on
            steps.funnel_name = units.funnel_name
            and steps.breakdown_value = units.breakdown_value
            and steps.step_number <= units.furthest_step
    group by
        steps.funnel_name,
        steps.breakdown_value,
        steps.step_number,
        steps.units

),

timed as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        sum(units) as units
    from {{ ref('funnel_times') }}
    group by
        funnel_name,
        breakdown_value,
        step_number

),

totals as (

    select
        funnel_name,
        breakdown_value,
        sum(coalesce(drop_off_units, 0)) as dropped,
        max(units) - min(units) as lost,
        min(coalesce(drop_off_units, 0)) as smallest_drop
    from steps
    group by
        funnel_name,
        breakdown_value

)

select
    funnel_name,
    breakdown_value,
    'drop-offs do not sum to the loss, or a step grows' as finding
from totals
where
    dropped <> lost
    or smallest_drop < 0
union all
select
    funnel_name,
    breakdown_value,
    'a step does not count the units that reached it' as finding
from counted
where units <> units_counted
union all
select
    counted.funnel_name,
    counted.breakdown_value,
    'the buckets of a step''s times do not sum to its units' as finding
from counted
left join timed
    on
        counted.funnel_name = timed.funnel_name
        and counted.breakdown_value = timed.breakdown_value
        and counted.step_number = timed.step_number
where
    counted.step_number > 1
    and counted.units <> coalesce(timed.units, 0)
