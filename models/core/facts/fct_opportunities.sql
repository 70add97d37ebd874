{{ config(enabled='salesforce' in var('sources')) }}

select
    source,
    opportunity_id,
    version_number,
    valid_from,
    valid_to,
    is_current,
    crm_account_id,
    account_id,
    stage,
    is_won,
    is_closed,
    close_date,
    currency,
    currency_exponent,
    amount,
    probability,
    forecast_category,
    opportunity_type,
    is_deleted,
    created_at
from {{ ref('int_opportunities') }}
