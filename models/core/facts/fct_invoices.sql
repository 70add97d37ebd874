{{ config(enabled='stripe' in var('sources')) }}

select
    source,
    invoice_id,
    customer_id,
    account_id,
    subscription_id,
    status,
    billing_reason,
    is_test,
    currency,
    currency_exponent,
    subtotal_amount,
    total_amount,
    due_amount,
    paid_amount,
    created_at,
    period_started_at,
    period_ended_at,
    finalized_at,
    paid_at,
    voided_at
from {{ ref('int_invoices') }}
