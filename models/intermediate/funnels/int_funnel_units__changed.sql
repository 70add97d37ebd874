{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

funnels as (

    select
        funnel_name,
        unit,
        step_order = 'strict' or coalesce(ends_at_foreign, false) as asks_all
    from {{ ref('int_funnels__defined') }}

),

-- the set of event names that concern a funnel; a null name is every event. To some
-- funnels any event matters that comes between two steps
concerns as (

    select distinct
        funnels.funnel_name,
        funnels.unit,
        case
            when not funnels.asks_all and steps.event_name <> '*' then steps.event_name
        end as event_name
    from funnels
    inner join {{ ref('int_funnel_steps__defined') }} as steps
        on funnels.funnel_name = steps.funnel_name

),

-- the set of what changed events count for, before the run and after it
changed_events as (

    select
        event_name,
        old_person_id as person_id,
        old_session_id as session_id,
        account_id
    from {{ ref('int_events__label_changes') }}
    where not is_bot and not is_added
    union
    select
        event_name,
        person_id,
        session_id,
        account_id
    from {{ ref('int_events__label_changes') }}
    where not is_bot and not is_removed

),

-- the set of units, whichever of their events changed
final as (

    select distinct
        concerns.funnel_name,
        {{ unit_of_event('concerns.unit', 'changed_events') }} as unit_id
    from changed_events
    inner join concerns
        on
            changed_events.event_name = concerns.event_name
            or concerns.event_name is null

)

select
    funnel_name,
    unit_id
from final
where unit_id is not null
