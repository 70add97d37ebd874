{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

ranked as (

    select
        customer_id,
        month,
        plan_name,
        mrr,
        row_number() over (
            partition by customer_id, month
            order by coalesce(mrr, -1) desc, coalesce(plan_name, ''), subscription_id
        ) as place
    from {{ ref('int_subscription_months') }}

),

final as (

    select
        customer_id,
        month,
        max(case when place = 1 then plan_name end) as plan_name,
        cast(coalesce(sum(mrr), 0) as decimal(28, 8)) as mrr,
        count(*) as paying_subscriptions,
        count(case when mrr is null then 1 end) as unknown_subscriptions
    from ranked
    group by
        customer_id,
        month

)

select * from final
