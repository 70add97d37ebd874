with

funnels as (

    select
        funnel_name,
        unit,
        step_order
    from {{ ref('int_funnels__defined') }}

),

matches as (

    select
        matches.funnel_name,
        funnels.unit,
        funnels.step_order,
        matches.is_exclusion,
        matches.rule_number,
        matches.unit_id,
        matches.event_id,
        matches.occurred_at,
        matches.breakdown_value
    from {{ ref('funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name

),

-- the set of units of strict funnels: there every event takes a place, matched or not
strict_units as (

    select distinct
        unit,
        unit_id
    from matches
    where step_order = 'strict'

),

strict_kinds as (

    select distinct unit from strict_units

),

unit_events as (

    select
        strict_kinds.unit,
        {{ unit_of_event('strict_kinds.unit', 'events') }} as unit_id,
        events.event_id,
        events.occurred_at
    from {{ ref('fct_events') }} as events
    cross join strict_kinds
    where not events.is_bot

),

unit_places as (

    select
        unit_events.unit,
        unit_events.unit_id,
        unit_events.event_id,
        row_number() over (
            partition by unit_events.unit, unit_events.unit_id
            order by unit_events.occurred_at, unit_events.event_id
        ) as position
    from unit_events
    inner join strict_units
        on
            unit_events.unit = strict_units.unit
            and unit_events.unit_id = strict_units.unit_id

),

final as (

    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        dense_rank() over (
            partition by funnel_name, unit_id
            order by occurred_at, event_id
        ) as position,
        occurred_at,
        breakdown_value
    from matches
    where step_order <> 'strict'
    union all
    select
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.unit_id,
        unit_places.position,
        matches.occurred_at,
        matches.breakdown_value
    from matches
    inner join unit_places
        on
            matches.unit = unit_places.unit
            and matches.event_id = unit_places.event_id
    where matches.step_order = 'strict'

)

select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    position,
    {{ microseconds('occurred_at') }} as occurred_microseconds,
    breakdown_value
from final
