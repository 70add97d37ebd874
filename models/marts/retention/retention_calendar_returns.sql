with

curves as (

    select
        retention_name,
        return_event,
        period,
        period_count,
        match
    from {{ ref('int_retention_curves__defined') }}
    where clock = 'calendar'

),

activity as (

    select
        period,
        person_id,
        event_name,
        active_period
    from {{ ref('retention_activity') }}

),

members as (

    select
        retention_name,
        cohort_period,
        person_id
    from {{ ref('retention_members') }}

),

return_periods as (

    select
        curves.retention_name,
        activity.person_id,
        activity.active_period
    from activity
    inner join curves
        on
            activity.period = curves.period
            and (
                activity.event_name = curves.return_event
                or curves.return_event is null
            )
    group by
        curves.retention_name,
        activity.person_id,
        activity.active_period

),

with_last_periods as (

    select
        retention_name,
        person_id,
        active_period,
        max(active_period) over (
            partition by retention_name, person_id
        ) as last_active_period
    from return_periods

),

-- many to many on purpose: every return of a person against each cohort he is in; but
-- "j or later" needs only the last return, every other pair would be work for nothing
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.person_id,
        curves.period_count,
        curves.match,
        {{ periods_between(
            'curves.period', 'members.cohort_period', 'returns.active_period'
        ) }} as period_number
    from members
    inner join curves
        on members.retention_name = curves.retention_name
    inner join with_last_periods as returns
        on
            members.retention_name = returns.retention_name
            and members.person_id = returns.person_id
            and members.cohort_period < returns.active_period
            and (
                curves.match = 'on'
                or returns.active_period = returns.last_active_period
            )

)

select
    retention_name,
    cohort_period,
    person_id,
    cast(least(period_number, period_count) as bigint) as period_number
from numbered
where match = 'on_or_after' or period_number <= period_count
