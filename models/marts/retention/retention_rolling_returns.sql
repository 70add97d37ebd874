with

curves as (

    select
        retention_name,
        return_event,
        period_count,
        match,
        {{ period_seconds('period') }} as window_seconds
    from {{ ref('int_retention_curves__defined') }}
    where clock = 'rolling'

),

events as (

    select
        person_id,
        event_name,
        occurred_at
    from {{ ref('fct_events') }}
    where not is_bot

),

members as (

    select
        retention_name,
        cohort_period,
        person_id,
        started_at
    from {{ ref('retention_members') }}

),

-- windows start at an instant, so returns are read from the events, not from buckets
return_events as (

    select
        curves.retention_name,
        curves.period_count,
        curves.window_seconds,
        curves.match,
        events.person_id,
        events.occurred_at,
        max(events.occurred_at) over (
            partition by curves.retention_name, events.person_id
        ) as last_occurred_at
    from events
    inner join curves
        on
            events.event_name = curves.return_event
            or curves.return_event is null

),

-- many to many on purpose: every return of a person against each cohort he is in; but
-- "j or later" needs only the last return, every other pair would be work for nothing
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.person_id,
        return_events.period_count,
        return_events.match,
        floor(
            {{ seconds_between('members.started_at', 'return_events.occurred_at') }}
            / return_events.window_seconds
        ) as period_number
    from members
    inner join return_events
        on
            members.retention_name = return_events.retention_name
            and members.person_id = return_events.person_id
            and members.started_at < return_events.occurred_at
            and (
                return_events.match = 'on'
                or return_events.occurred_at = return_events.last_occurred_at
            )

),

capped as (

    select
        retention_name,
        cohort_period,
        person_id,
        cast(least(period_number, period_count) as bigint) as period_number
    from numbered
    where
        period_number > 0
        and (match = 'on_or_after' or period_number <= period_count)

)

select
    retention_name,
    cohort_period,
    person_id,
    period_number
from capped
group by
    retention_name,
    cohort_period,
    person_id,
    period_number
