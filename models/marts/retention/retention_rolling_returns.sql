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
asked_events as (

    select
        curves.retention_name,
        events.person_id,
        events.occurred_at,
        -- "j or later" needs only the last return: nothing to tell the others apart by
        case when curves.match = 'on' then events.occurred_at end as own_time
    from events
    inner join curves
        on
            events.event_name = curves.return_event
            or curves.return_event is null

),

return_times as (

    select
        retention_name,
        person_id,
        own_time,
        max(occurred_at) as occurred_at
    from asked_events
    group by
        retention_name,
        person_id,
        own_time

),

-- many to many on purpose: every return of a person against each cohort he is in
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.person_id,
        curves.period_count,
        curves.match,
        floor(
            {{ seconds_between('members.started_at', 'return_times.occurred_at') }}
            / curves.window_seconds
        ) as period_number
    from members
    inner join curves
        on members.retention_name = curves.retention_name
    inner join return_times
        on
            members.retention_name = return_times.retention_name
            and members.person_id = return_times.person_id
            and members.started_at < return_times.occurred_at

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
