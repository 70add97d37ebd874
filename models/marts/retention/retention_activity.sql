with

curves as (

    select
        period,
        start_event,
        return_event
    from {{ ref('int_retention_curves__defined') }}

),

events as (

    select
        person_id,
        event_name,
        occurred_at,
        {{ utc_to_local('occurred_at') }} as occurred_at_local
    from {{ ref('fct_events') }}
    where not is_bot

),

-- what is asked of each period length; a null name asks for every event
asked as (

    select
        period,
        start_event as event_name
    from curves
    union
    select
        period,
        return_event as event_name
    from curves

),

-- a period that asks for every event needs no second row for a name of its own
needed as (

    select
        asked.period,
        asked.event_name
    from asked
    left join asked as every_event
        on
            asked.period = every_event.period
            and every_event.event_name is null
    where asked.event_name is null or every_event.period is null

),

bucketed as (

    select
        needed.period,
        events.person_id,
        events.event_name,
        {{ start_of_period('needed.period', 'events.occurred_at_local') }}
            as active_period,
        events.occurred_at
    from events
    inner join needed
        on events.event_name = needed.event_name or needed.event_name is null

),

final as (

    select
        period,
        person_id,
        event_name,
        active_period,
        min(occurred_at) as first_event_at,
        count(*) as event_count
    from bucketed
    group by
        period,
        person_id,
        event_name,
        active_period

)

select
    period,
    person_id,
    event_name,
    active_period,
    first_event_at,
    event_count
from final
