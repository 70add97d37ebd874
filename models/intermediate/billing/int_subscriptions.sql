{{ config(materialized='view', enabled='stripe' in var('sources')) }}

with

versions as (

    select
        row_id,
        source,
        version_number,
        valid_from,
        valid_to,
        is_current
    from {{ ref('int_record_versions') }}
    where record_type = 'subscription' and disposition = 'accepted'

),

said as (

    select
        row_id,
        record_id,
        is_test,
        customer_id,
        account_id,
        status,
        currency,
        created_at,
        started_at,
        trial_ends_at,
        cancels_at,
        is_cancelled_at_period_end,
        cancel_requested_at,
        ended_at,
        period_ends_at,
        has_more_items
    from {{ ref('stg_stripe__subscriptions') }}

),

prices as (

    select
        row_id,
        item_count,
        quantity,
        monthly_amount,
        plan_name,
        billings_a_month,
        period_ends_at
    from {{ ref('int_subscription_prices') }}

),

customers as (

    select
        customer_id,
        account_id
    from {{ ref('int_billing_customers') }}

),

exponents as (

    select
        currency,
        exponent
    from {{ ref('currencies') }}

),

final as (

    select
        versions.row_id,
        versions.source,
        said.record_id as subscription_id,
        versions.version_number,
        versions.valid_from,
        versions.valid_to,
        versions.is_current,
        said.customer_id,
        -- its own word, else its customer's, else the customer is the account
        coalesce(said.account_id, customers.account_id, said.customer_id) as account_id,
        said.status,
        said.status in ('active', 'past_due') as is_paying,
        said.is_test,
        said.currency,
        coalesce(exponents.exponent, 2) as currency_exponent,
        -- of items that are not in the document nobody knows the price
        case when not said.has_more_items then prices.monthly_amount end
            as monthly_amount,
        coalesce(prices.item_count, 0) as item_count,
        prices.quantity,
        prices.plan_name,
        prices.billings_a_month,
        coalesce(said.started_at, said.created_at) as started_at,
        said.trial_ends_at,
        coalesce(prices.period_ends_at, said.period_ends_at) as period_ends_at,
        said.cancels_at,
        said.is_cancelled_at_period_end,
        said.cancel_requested_at,
        said.ended_at
    from versions
    inner join said on versions.row_id = said.row_id
    left join prices on versions.row_id = prices.row_id
    left join customers on said.customer_id = customers.customer_id
    left join exponents on said.currency = exponents.currency

)

select * from final
