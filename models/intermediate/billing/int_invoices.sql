{{ config(materialized='view', enabled='stripe' in var('sources')) }}

with

versions as (

    select
        row_id,
        source
    from {{ ref('int_record_versions') }}
    where record_type = 'invoice' and is_current

),

said as (

    select *
    from {{ ref('stg_stripe__invoices') }}
    where not is_deleted

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
        versions.source,
        said.record_id as invoice_id,
        said.customer_id,
        coalesce(customers.account_id, said.customer_id) as account_id,
        said.subscription_id,
        said.status,
        said.billing_reason,
        said.is_test,
        said.currency,
        coalesce(exponents.exponent, 2) as currency_exponent,
        said.subtotal_amount,
        said.total_amount,
        said.due_amount,
        said.paid_amount,
        said.created_at,
        said.period_started_at,
        said.period_ended_at,
        said.finalized_at,
        said.paid_at,
        said.voided_at
    from versions
    inner join said on versions.row_id = said.row_id
    left join customers on said.customer_id = customers.customer_id
    left join exponents on said.currency = exponents.currency

)

select * from final
