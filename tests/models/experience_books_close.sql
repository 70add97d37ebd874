-- Every fact is counted where it belongs: errors over platforms and days, views over
-- pages, forms sent and given up among those begun, carts among those bought and left.
with

-- by the day of its session, as the mart has it, and up to the mart's last day
dated_errors as (

    select
        coalesce(
            cast({{ utc_to_local('sessions.started_at') }} as date), facts.event_date
        ) as date
    from {{ ref('int_experience_facts') }} as facts
    left join {{ ref('human_sessions') }} as sessions
        on facts.session_id = sessions.session_id
    where facts.kind in ('error', 'crash', 'failed_request')

),

errors as (

    select
        'errors' as book,
        sum(errors + crashes + failed_requests) as counted
    from {{ ref('error_rates_daily') }}
    where platform <> 'all'
    union all
    select
        'errors' as book,
        -count(*) as counted
    from dated_errors
    where date <= (select max(days.date) from {{ ref('error_rates_daily') }} as days)

),

sessions as (

    select
        'sessions' as book,
        sum(case when platform = 'all' then sessions else -sessions end) as counted
    from {{ ref('error_rates_daily') }}

),

views as (

    select
        'views' as book,
        sum(case when page_path = 'all' then views else -views end) as counted
    from {{ ref('page_speed_daily') }}
    where device_type = 'all'

),

forms as (

    select
        'forms' as book,
        sum(starts - submits - abandons) as counted
    from {{ ref('form_friction') }}
    where field = ''

),

carts as (

    select
        'carts' as book,
        sum(carts - purchases - abandoned_carts) as counted
    from {{ ref('cart_abandonment') }}

),

books as (

    select * from errors
    union all
    select * from sessions
    union all
    select * from views
    union all
    select * from forms
    union all
    select * from carts

)

select
    book,
    sum(counted) as difference
from books
group by book
having sum(counted) <> 0
