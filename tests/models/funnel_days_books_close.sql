-- The same by day of entry; and a unit of funnel_units has entered on one of the days.
with

totals as (

    select
        funnel_name,
        breakdown_value,
        entry_date,
        sum(coalesce(drop_off_units, 0)) as dropped,
        max(units) - min(units) as lost,
        min(coalesce(drop_off_units, 0)) as smallest_drop,
        max(units) as entered
    from {{ ref('funnel_steps_by_day') }}
    group by
        funnel_name,
        breakdown_value,
        entry_date

),

entries as (

    select
        funnel_name,
        breakdown_value,
        sum(entered) as entered
    from totals
    group by
        funnel_name,
        breakdown_value

),

units as (

    select
        funnel_name,
        breakdown_value,
        count(*) as units
    from {{ ref('funnel_units') }}
    group by
        funnel_name,
        breakdown_value

)

select
    funnel_name,
    breakdown_value,
    entry_date,
    'drop-offs do not sum to the loss, or a step grows' as finding
from totals
where
    dropped <> lost
    or smallest_drop < 0
union all
select
    units.funnel_name,
    units.breakdown_value,
    cast(null as date) as entry_date,
    'fewer entries by day than units' as finding
from units
left join entries
    on
        units.funnel_name = entries.funnel_name
        and units.breakdown_value = entries.breakdown_value
where coalesce(entries.entered, 0) < units.units
