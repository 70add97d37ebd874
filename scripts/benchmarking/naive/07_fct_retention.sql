create table fct_retention as
with

cohorts as (

    select
        person_id,
        date_trunc('week', min(occurred_at)) as cohort_week
    from int_events__sessionized
    where event_name = 'signup_completed'
    group by person_id

)

select
    cohorts.cohort_week,
    date_diff('week', cohorts.cohort_week, date_trunc('week', events.occurred_at))
        as week_number,
    count(distinct events.person_id) as retained
from cohorts
inner join int_events__sessionized as events
    on
        cohorts.person_id = events.person_id
        and events.occurred_at >= cohorts.cohort_week
group by
    cohorts.cohort_week,
    date_diff('week', cohorts.cohort_week, date_trunc('week', events.occurred_at));
