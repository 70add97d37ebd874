create table fct_daily_actives as
with

daily as (

    select
        cast(occurred_at as date) as activity_date,
        count(*) as events,
        count(distinct person_id) as daily_actives,
        count(distinct session_id) as sessions
    from int_events__sessionized
    group by cast(occurred_at as date)

),

person_days as (

    select distinct
        person_id,
        cast(occurred_at as date) as activity_date
    from int_events__sessionized

),

monthly as (

    select
        daily.activity_date,
        count(distinct case
            when person_days.activity_date > daily.activity_date - interval 7 days
                then person_days.person_id
        end) as weekly_actives,
        count(distinct person_days.person_id) as monthly_actives
    from daily
    inner join person_days
        on
            person_days.activity_date <= daily.activity_date
            and person_days.activity_date > daily.activity_date - interval 28 days
    group by daily.activity_date

)

select
    daily.activity_date,
    daily.events,
    daily.sessions,
    daily.daily_actives,
    monthly.weekly_actives,
    monthly.monthly_actives
from daily
inner join monthly
    on daily.activity_date = monthly.activity_date;
