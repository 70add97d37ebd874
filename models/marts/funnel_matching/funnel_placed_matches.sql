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
    from {{ ref('int_funnel_matches') }} as matches
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
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where funnels.step_order = 'strict'

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
        places.position,
        matches.occurred_at,
        matches.breakdown_value
    from strict_matches as matches
    inner join {{ ref('funnel_strict_places') }} as places
        on
            matches.unit = places.unit
            and matches.event_id = places.event_id

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
