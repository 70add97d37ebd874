{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

rates as (

    select
        currency,
        rate
    from {{ ref('int_exchange_rates__defined') }}

),

invoices as (

    select
        invoices.customer_id,
        invoices.paid_at,
        cast(
            cast(invoices.paid_amount as double) * rates.rate
            / power(10, invoices.currency_exponent) as decimal(28, 8)
        ) as amount
    from {{ ref('fct_invoices') }} as invoices
    left join rates on invoices.currency = rates.currency
    where
        not invoices.is_test
        and invoices.paid_amount > 0
        and invoices.paid_at is not null

),

-- a customer begins with the first paid start, or the first payment
beginnings as (

    select
        customer_id,
        min(least(valid_from, coalesce(started_at, valid_from))) as begun_at
    from {{ ref('fct_subscriptions') }}
    where is_paying and not is_test and coalesce(monthly_amount > 0, true)
    group by customer_id
    union all
    select
        customer_id,
        min(paid_at) as begun_at
    from invoices
    group by customer_id

),

cohorts as (

    select
        beginnings.customer_id,
        min(months.month) as cohort_month
    from beginnings
    inner join {{ ref('int_revenue_months') }} as months
        on
            beginnings.begun_at >= months.starts_at
            and beginnings.begun_at < months.ends_at
    group by beginnings.customer_id

),

paid as (

    select
        invoices.customer_id,
        months.month,
        sum(invoices.amount) as revenue,
        count(*) as paid_invoices,
        count(case when invoices.amount is null then 1 end) as unknown_invoices
    from invoices
    inner join {{ ref('int_revenue_months') }} as months
        on invoices.paid_at >= months.starts_at and invoices.paid_at < months.ends_at
    group by
        invoices.customer_id,
        months.month

),

-- who pays nothing has a row, too
final as (

    select
        cohorts.customer_id,
        cohorts.cohort_month,
        coalesce(paid.month, cohorts.cohort_month) as month,
        cast(coalesce(paid.revenue, 0) as decimal(28, 8)) as revenue,
        coalesce(paid.paid_invoices, 0) as paid_invoices,
        coalesce(paid.unknown_invoices, 0) as unknown_invoices
    from cohorts
    left join paid on cohorts.customer_id = paid.customer_id

)

select * from final
