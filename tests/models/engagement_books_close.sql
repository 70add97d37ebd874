-- Daily actives are the active persons of the date, monthly ones those of all numbers of
-- active days, and each session is of one value of each field.
with

daily as (

    select
        daily.date as active_date,
        daily.segment_field,
        daily.segment,
        daily.dau,
        daily.wau,
        daily.mau,
        daily.sessions
    from {{ ref('engagement_daily') }} as daily

),

-- counted again, plainly
active as (

    select
        event_date,
        count(distinct person_id) as persons
    from {{ ref('fct_active_days') }}
    where not is_bot
    group by event_date

),

l28 as (

    select
        l28.date as active_date,
        sum(l28.persons) as persons
    from {{ ref('engagement_l28') }} as l28
    group by l28.date

),

sessions as (

    select
        cast({{ utc_to_local('started_at') }} as date) as session_date,
        count(*) as sessions
    from {{ ref('human_sessions') }}
    group by cast({{ utc_to_local('started_at') }} as date)

),

fields as (

    select
        active_date,
        segment_field,
        sum(sessions) as sessions
    from daily
    group by
        active_date,
        segment_field

)

select
    daily.active_date,
    daily.segment,
    'the actives of a date are not its persons' as finding
from daily
left join active on daily.active_date = active.event_date
where daily.segment = 'all' and daily.dau <> coalesce(active.persons, 0)
union all
select
    daily.active_date,
    daily.segment,
    'a longer window has fewer persons' as finding
from daily
where daily.dau > daily.wau or daily.wau > daily.mau
{% if var('mau_days') == 28 %}
union all
select
    daily.active_date,
    daily.segment,
    'the numbers of active days are not the monthly actives' as finding
from daily
left join l28 on daily.active_date = l28.active_date
where daily.segment = 'all' and daily.mau <> coalesce(l28.persons, 0)
{% endif %}
union all
select
    fields.active_date,
    fields.segment_field as segment,
    'the sessions of a field are not those of the date' as finding
from fields
left join sessions on fields.active_date = sessions.session_date
where fields.sessions <> coalesce(sessions.sessions, 0)
