with

funnels as (

    select
        funnel_name,
        unit,
        breakdown
    from {{ ref('int_funnels__defined') }}

),

steps as (

    select
        line,
        funnel_name,
        is_exclusion,
        rule_number,
        event_name,
        property,
        operator,
        value,
        condition_count
    from {{ ref('int_funnel_steps__defined') }}

),

-- the set of names that some line is about; all other events go by the empty name, which
-- no event has, so that a rule for any event joins by name as well
event_names as (

    select distinct event_name
    from steps
    where event_name is not null
    union all
    select '' as event_name

),

final as (

    select
        steps.line,
        event_names.event_name,
        steps.funnel_name,
        steps.is_exclusion,
        steps.rule_number,
        coalesce(steps.event_name, '') as alternative,
        steps.property,
        steps.operator,
        steps.value,
        steps.condition_count,
        funnels.unit,
        funnels.breakdown,
        steps.property is null
        and funnels.breakdown = ''
        and count(*) over (
            partition by
                event_names.event_name,
                steps.funnel_name,
                steps.is_exclusion,
                steps.rule_number
        ) = 1 as is_decided_by_name
    from steps
    inner join funnels
        on steps.funnel_name = funnels.funnel_name
    inner join event_names
        on
            steps.event_name = event_names.event_name
            or steps.event_name is null

)

select
    line,
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
    breakdown,
    is_decided_by_name
from final
