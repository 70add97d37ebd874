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

start_periods as (

    select
        curves.retention_name,
        curves.cohort_rule,
        activity.active_period as cohort_period,
        activity.person_id,
        min(activity.first_event_at) as started_at
    from activity
    inner join curves
        on
            activity.period = curves.period
            and (
                activity.event_name = curves.start_event
                or curves.start_event is null
            )
    group by
        curves.retention_name,
        curves.cohort_rule,
        activity.active_period,
        activity.person_id

),

with_start_numbers as (

    select
        retention_name,
        cohort_rule,
        cohort_period,
        person_id,
        started_at,
        -- by the instant: a local hour comes twice when clocks go back
        row_number() over (
            partition by retention_name, person_id
            order by started_at, cohort_period
        ) as start_number
    from start_periods

),

final as (

    select
        retention_name,
        cohort_period,
        person_id,
        started_at
    from with_start_numbers
    where cohort_rule = 'recurring' or start_number = 1

)

select
    retention_name,
    cohort_period,
    person_id,
    started_at
from final
