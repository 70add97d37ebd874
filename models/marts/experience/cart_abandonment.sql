with

dates as (

    select
        date,
        is_complete
    from {{ ref('engagement_daily') }}
    where segment = 'all'

),

facts as (

    select
        session_id,
        kind,
        occurred_at,
        cast(amount as decimal(18, 4)) as pieces
    from {{ ref('int_experience_facts') }}
    where
        kind in ('cart_add', 'cart_remove', 'checkout', 'purchase')
        and session_id is not null

),

-- a cart is a visit in which something was put into it, from the first piece on
carts as (

    select
        session_id,
        min(occurred_at) as opened_at
    from facts
    where kind = 'cart_add'
    group by session_id

),

visits as (

    select
        carts.session_id,
        max(case when facts.kind = 'checkout' then 1 else 0 end) as is_checkout,
        max(case when facts.kind = 'purchase' then 1 else 0 end) as is_purchase,
        -- a piece where nothing says how many
        sum(case
            when facts.kind = 'cart_add' then coalesce(facts.pieces, 1)
            when facts.kind = 'cart_remove' then -coalesce(facts.pieces, 1)
            else 0
        end) as pieces
    from carts
    inner join facts
        on
            carts.session_id = facts.session_id
            and carts.opened_at <= facts.occurred_at
    group by carts.session_id

),

counted as (

    select
        cast({{ utc_to_local('sessions.started_at') }} as date) as date,
        count(*) as carts,
        count(case when visits.is_checkout = 1 or visits.is_purchase = 1 then 1 end)
            as checkouts,
        count(case when visits.is_purchase = 1 then 1 end) as purchases,
        count(case when visits.is_purchase = 0 and visits.pieces <= 0 then 1 end)
            as emptied_carts,
        sum(case when visits.is_purchase = 0 then greatest(visits.pieces, 0) else 0 end)
            as abandoned_pieces
    from visits
    inner join {{ ref('human_sessions') }} as sessions
        on visits.session_id = sessions.session_id
    group by cast({{ utc_to_local('sessions.started_at') }} as date)

),

filled as (

    select
        dates.date,
        coalesce(counted.carts, 0) as carts,
        coalesce(counted.checkouts, 0) as checkouts,
        coalesce(counted.purchases, 0) as purchases,
        coalesce(counted.emptied_carts, 0) as emptied_carts,
        coalesce(counted.abandoned_pieces, 0) as abandoned_pieces,
        dates.is_complete
    from dates
    left join counted on dates.date = counted.date

)

select
    date,
    carts,
    checkouts,
    purchases,
    carts - purchases as abandoned_carts,
    emptied_carts,
    cast(abandoned_pieces as double) as abandoned_pieces,
    cast(carts - purchases as double) / nullif(carts, 0) as abandonment_rate,
    cast(checkouts - purchases as double) / nullif(checkouts, 0)
        as checkout_abandonment_rate,
    is_complete
from filled
