{{ config(materialized='view') }}

with

definitions as (

    select
        asked.lifecycle_name,
        asked.interval as period
    from {{ ref('lifecycle_definitions') }} as asked

),

units as (

    select
        lifecycle_name,
        unit_id,
        anchor_period
    from {{ ref('int_lifecycle_units') }}

),

placed as (

    select
        definitions.lifecycle_name,
        definitions.period,
        spans.unit_id,
        {{ start_of_period('definitions.period', 'spans.span_start') }} as period_start
    from {{ ref('int_active_spans') }} as spans
    inner join definitions
        on spans.definition_name = definitions.lifecycle_name
    where spans.family = 'lifecycle'

),

-- the set of periods in which each unit was active
active as (

    select distinct
        lifecycle_name,
        unit_id,
        period_start,
        {{ add_periods('period', 'period_start', '1') }} as period_after
    from placed

),

with_neighbours as (

    select
        lifecycle_name,
        unit_id,
        period_start,
        period_after,
        lag(period_after) over in_order as end_of_previous,
        lead(period_start) over in_order as next_active
    from active
    window in_order as (
        partition by lifecycle_name, unit_id order by period_start
    )

),

final as (

    select
        active.lifecycle_name,
        active.unit_id,
        active.period_start,
        case
            when units.anchor_period = active.period_start then 'new'
            when active.end_of_previous = active.period_start then 'returning'
            else 'resurrecting'
        end as state
    from with_neighbours as active
    inner join units
        on
            active.lifecycle_name = units.lifecycle_name
            and active.unit_id = units.unit_id
    union all
    -- of the silent periods the first alone has a state
    select
        lifecycle_name,
        unit_id,
        period_after as period_start,
        'dormant' as state
    from with_neighbours
    where next_active is null or next_active <> period_after

)

select * from final
