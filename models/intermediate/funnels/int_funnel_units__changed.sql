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

changed_units as (

    select
        concerns.funnel_name,
        {{ unit_of_event('concerns.unit', 'changed_events') }} as unit_id
    from changed_events
    inner join concerns
        on
            changed_events.event_name = concerns.event_name
            or concerns.event_name is null

),

-- whose traits may be other ones may have come into a segment or left it, with all that
-- they did
funnels_of_people as (

    select
        definition_name as funnel_name,
        unit
    from {{ ref('int_definition_segments') }}
    where family = 'funnel' and asks_person

),

touched_units as (

    select
        'person' as unit,
        person_id as unit_id
    from {{ ref('int_persons__touched') }}
    union all
    select
        'session' as unit,
        sessions.session_id as unit_id
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('int_persons__touched') }} as touched
        on sessions.person_id = touched.person_id
    union all
    select
        'account' as unit,
        days.account_id as unit_id
    from {{ ref('fct_active_days') }} as days
    inner join {{ ref('int_persons__touched') }} as touched
        on days.person_id = touched.person_id

),

final as (

    select
        funnel_name,
        unit_id
    from changed_units
    union distinct
    select
        funnels.funnel_name,
        touched.unit_id
    from touched_units as touched
    inner join funnels_of_people as funnels
        on touched.unit = funnels.unit

)

select
    funnel_name,
    unit_id
from final
where unit_id is not null
