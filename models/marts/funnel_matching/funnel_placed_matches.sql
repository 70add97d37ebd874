{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        unit,
        step_order
    from {{ ref('int_funnels__defined') }}

),

-- two parts, each for its own rule: under one name, read by both, all matches would be
-- written down first
ordered_matches as (

    select
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.unit_id,
        matches.event_id,
        matches.occurred_at,
        matches.breakdown_value
    from {{ ref('funnel_touched_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where funnels.step_order <> 'strict'

),

strict_matches as (

    select
        matches.funnel_name,
        funnels.unit,
        matches.is_exclusion,
        matches.rule_number,
        matches.unit_id,
        matches.event_id,
        matches.occurred_at,
        matches.breakdown_value
    from {{ ref('funnel_touched_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where funnels.step_order = 'strict'

),

-- the set of units of strict funnels: there every event takes a place, matched or not
strict_units as (

    select distinct
        unit,
        unit_id
    from strict_matches

),

-- a part for each kind of unit, so that each can be found by its own column. Who is a bot
-- is not asked here: an engine that expects the question to leave few rows would begin
-- with all events and not with the units'. For the same reason the accounts, which few
-- funnels count, are asked for twice
unit_events as (

    select
        strict_units.unit,
        strict_units.unit_id,
        events.event_id,
        events.occurred_at,
        events.is_bot
    from {{ ref('fct_events') }} as events
    inner join strict_units
        on events.person_id = strict_units.unit_id
    where strict_units.unit = 'person'
    union all
    select
        strict_units.unit,
        strict_units.unit_id,
        events.event_id,
        events.occurred_at,
        events.is_bot
    from {{ ref('fct_events') }} as events
    inner join strict_units
        on events.session_id = strict_units.unit_id
    where strict_units.unit = 'session'
    union all
    select
        strict_units.unit,
        strict_units.unit_id,
        events.event_id,
        events.occurred_at,
        events.is_bot
    from {{ ref('fct_events') }} as events
    inner join strict_units
        on events.account_id = strict_units.unit_id
    where
        strict_units.unit = 'account'
        and events.account_id in (
            select accounts.unit_id
            from strict_units as accounts
            where accounts.unit = 'account'
        )

),

-- bots are counted by themselves: they take no place among the others
unit_places as (

    select
        unit,
        event_id,
        cast(
            row_number() over (
                partition by unit, unit_id, is_bot
                order by occurred_at, event_id
            ) as bigint
        ) as position
    from unit_events

),

final as (

    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        cast(
            dense_rank() over (
                partition by funnel_name, unit_id
                order by occurred_at, event_id
            ) as bigint
        ) as position,
        occurred_at,
        breakdown_value
    from ordered_matches
    union all
    select
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.unit_id,
        unit_places.position,
        matches.occurred_at,
        matches.breakdown_value
    from strict_matches as matches
    inner join unit_places
        on
            matches.unit = unit_places.unit
            and matches.event_id = unit_places.event_id

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
