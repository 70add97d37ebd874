-- three curves, each a count of different people over the events
create table fct_retention as
with

events as (

    select
        person_id,
        event_name,
        occurred_at
    from int_events__sessionized
    where not is_bot

),

signed_up as (

    select
        person_id,
        date_trunc('week', min(occurred_at)) as cohort_week
    from events
    where event_name = 'signup_completed'
    group by person_id

),

used as (

    select
        person_id,
        min(occurred_at) as first_used_at
    from events
    where event_name = 'feature_used'
    group by person_id

),

bought as (

    select distinct
        person_id,
        date_trunc('month', occurred_at) as cohort_month
    from events
    where event_name = 'transaction'

)

select
    'weekly_after_signup' as retention_name,
    signed_up.cohort_week as cohort_period,
    date_diff('week', signed_up.cohort_week, date_trunc('week', events.occurred_at))
        as period_number,
    count(distinct events.person_id) as retained
from signed_up
inner join events
    on
        signed_up.person_id = events.person_id
        and events.occurred_at >= signed_up.cohort_week
group by all
union all
select
    'daily_feature_use',
    date_trunc('day', used.first_used_at),
    date_diff('hour', used.first_used_at, events.occurred_at) // 24,
    count(distinct events.person_id)
from used
inner join events
    on
        used.person_id = events.person_id
        and events.event_name = 'feature_used'
        and events.occurred_at < used.first_used_at + interval 14 days
group by all
union all
select
    'monthly_buyers',
    bought.cohort_month,
    date_diff('month', bought.cohort_month, date_trunc('month', events.occurred_at)),
    count(distinct events.person_id)
from bought
inner join events
    on
        bought.person_id = events.person_id
        and events.event_name = 'transaction'
        and events.occurred_at >= bought.cohort_month
group by all;
