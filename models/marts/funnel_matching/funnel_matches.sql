with

rules as (

    select
        event_name,
        funnel_name,
        is_exclusion,
        rule_number,
        unit
    from {{ ref('funnel_rules') }}
    where is_decided_by_name

),

events as (

    select
        event_id,
        event_name,
        occurred_at,
        person_id,
        session_id,
        account_id
    from {{ ref('fct_events') }}
    where not is_bot

),

by_name as (

    select
        rules.funnel_name,
        rules.is_exclusion,
        rules.rule_number,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.event_id,
        events.occurred_at
    from events
    inner join rules
        on events.event_name = rules.event_name

),

final as (

    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        occurred_at,
        '' as breakdown_value
    from by_name
    where unit_id is not null
    union all
    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        occurred_at,
        breakdown_value
    from {{ ref('funnel_examined_matches') }}

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
