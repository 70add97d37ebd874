{{ config(enabled='stripe' in var('sources')) }}

with

subscriptions as (

    select
        row_id,
        subscription_id,
        version_number,
        currency,
        billings_a_month
    from {{ ref('int_subscriptions') }}

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.version_number,
        discounts.discount_id,
        discounts.percent_off,
        -- an amount is taken off each bill
        case
            when
                coalesce(discounts.currency, subscriptions.currency)
                = subscriptions.currency
                then cast(
                    discounts.amount_off * subscriptions.billings_a_month
                    as decimal(30, 6)
                )
        end as monthly_amount_off,
        discounts.is_recurring,
        discounts.started_at,
        discounts.ends_at
    from {{ ref('int_subscription_discounts') }} as discounts
    inner join subscriptions on discounts.row_id = subscriptions.row_id

)

select
    subscription_id,
    version_number,
    discount_id,
    percent_off,
    monthly_amount_off,
    is_recurring,
    started_at,
    ends_at
from final
