with

curves as (

    select
        retention_name,
        start_event,
        period,
        cohort_rule
    from {{ ref('int_retention_curves__defined') }}

),

activity as (

    select
        period,
        person_id,
        event_name,
        active_period,
        first_event_at
    from {{ ref('retention_activity') }}

),

starts as (

    select
        curves.retention_name,
        activity.person_id,
        activity.active_period,
        activity.first_event_at,
        -- nothing to tell periods apart by: one group, so one cohort for each person
        case when curves.cohort_rule = 'recurring' then activity.active_period end
            as own_period
    from activity
    inner join curves
        on
            activity.period = curves.period
            and (
                activity.event_name = curves.start_event
                or curves.start_event is null
            )

),

final as (

    select
        retention_name,
        person_id,
        own_period,
        min(active_period) as cohort_period,
        min(first_event_at) as started_at
    from starts
    group by
        retention_name,
        person_id,
        own_period

)

select
    retention_name,
    cohort_period,
    person_id,
    started_at
from final
