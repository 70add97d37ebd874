with

rules as (

    select
        event_name,
        funnel_name,
        is_exclusion,
        rule_number,
        alternative,
        property,
        operator,
        value,
        condition_count,
        unit,
        breakdown
    from {{ ref('funnel_rules') }}
    where not is_decided_by_name

),

-- a property of a definition may be any column, so this is the one place that reads them
-- all, and only for events that such a rule concerns
examined as (

    select
        rules.funnel_name,
        rules.is_exclusion,
        rules.rule_number,
        rules.alternative,
        rules.operator,
        rules.value,
        rules.condition_count,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.event_id,
        events.occurred_at,
        case
            when rules.property is not null
                then {{ event_property('rules.property', 'events') }}
        end as actual,
        case
            when rules.breakdown <> ''
                then {{ event_property('rules.breakdown', 'events') }}
        end as breakdown_value
    from {{ ref('fct_events') }} as events
    inner join rules
        on events.event_name = rules.event_name
    where not events.is_bot

),

-- an alternative holds when each of its conditions does
alternatives as (

    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        occurred_at,
        coalesce(breakdown_value, '') as breakdown_value
    from examined
    where
        unit_id is not null
        and {{ condition_is_met('actual', 'operator', 'value') }}
    group by
        funnel_name,
        is_exclusion,
        rule_number,
        alternative,
        condition_count,
        unit_id,
        event_id,
        occurred_at,
        coalesce(breakdown_value, '')
    having count(*) = condition_count

),

-- the set of events, whichever of the alternatives they met
final as (

    select distinct
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        occurred_at,
        breakdown_value
    from alternatives

)

select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    occurred_at,
    breakdown_value
from final
