{{ config(enabled='stripe' in var('sources')) }}

select
    source,
    subscription_id,
    version_number,
    valid_from,
    valid_to,
    is_current,
    customer_id,
    account_id,
    status,
    is_paying,
    is_test,
    currency,
    currency_exponent,
    monthly_amount,
    item_count,
    quantity,
    plan_name,
    started_at,
    trial_ends_at,
    period_ends_at,
    cancels_at,
    is_cancelled_at_period_end,
    cancel_requested_at,
    ended_at
from {{ ref('int_subscriptions') }}
