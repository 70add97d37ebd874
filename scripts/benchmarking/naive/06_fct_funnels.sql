-- two funnels of footpath's nine, each step a self join with the steps before
create table fct_funnels as
with

events as (

    select
        person_id,
        event_name,
        occurred_at
    from int_events__sessionized
    where not is_bot

),

viewed as (

    select
        person_id,
        occurred_at as entered_at
    from events
    where event_name = 'product_view'

),

carted as (

    select
        viewed.person_id,
        viewed.entered_at,
        min(events.occurred_at) as occurred_at
    from viewed
    inner join events
        on
            viewed.person_id = events.person_id
            and events.event_name = 'add_to_cart'
            and events.occurred_at >= viewed.entered_at
            and events.occurred_at <= viewed.entered_at + interval 1 day
    group by
        viewed.person_id,
        viewed.entered_at

),

checked_out as (

    select
        carted.person_id,
        carted.entered_at,
        min(events.occurred_at) as occurred_at
    from carted
    inner join events
        on
            carted.person_id = events.person_id
            and events.event_name = 'checkout_step'
            and events.occurred_at >= carted.occurred_at
            and events.occurred_at <= carted.entered_at + interval 1 day
    group by
        carted.person_id,
        carted.entered_at

),

bought as (

    select
        checked_out.person_id,
        checked_out.entered_at,
        min(events.occurred_at) as occurred_at
    from checked_out
    inner join events
        on
            checked_out.person_id = events.person_id
            and events.event_name = 'transaction'
            and events.occurred_at >= checked_out.occurred_at
            and events.occurred_at <= checked_out.entered_at + interval 1 day
    group by
        checked_out.person_id,
        checked_out.entered_at

),

started as (

    select
        person_id,
        occurred_at as entered_at
    from events
    where event_name = 'signup_started'

),

signed_up as (

    select
        started.person_id,
        started.entered_at,
        min(events.occurred_at) as occurred_at
    from started
    inner join events
        on
            started.person_id = events.person_id
            and events.event_name = 'signup_completed'
            and events.occurred_at >= started.entered_at
            and events.occurred_at <= started.entered_at + interval 7 days
    group by
        started.person_id,
        started.entered_at

),

activated as (

    select
        signed_up.person_id,
        signed_up.entered_at,
        min(events.occurred_at) as occurred_at
    from signed_up
    inner join events
        on
            signed_up.person_id = events.person_id
            and events.event_name = 'feature_used'
            and events.occurred_at >= signed_up.occurred_at
            and events.occurred_at <= signed_up.entered_at + interval 7 days
    group by
        signed_up.person_id,
        signed_up.entered_at

)

select
    'shop_purchase' as funnel_name,
    1 as step_number,
    count(distinct person_id) as persons
from viewed
union all
select 'shop_purchase', 2, count(distinct person_id) from carted
union all
select 'shop_purchase', 3, count(distinct person_id) from checked_out
union all
select 'shop_purchase', 4, count(distinct person_id) from bought
union all
select 'signup_to_activation', 1, count(distinct person_id) from started
union all
select 'signup_to_activation', 2, count(distinct person_id) from signed_up
union all
select 'signup_to_activation', 3, count(distinct person_id) from activated;
