{{ config(enabled='stripe' in var('sources')) }}

with

months as (

    select
        month,
        is_complete
    from {{ ref('int_revenue_months') }}

),

cohorts as (

    select
        cohort_month,
        count(distinct customer_id) as members
    from {{ ref('int_customer_payments') }}
    group by cohort_month

),

paid as (

    select
        cohort_month,
        month,
        sum(revenue) as revenue,
        sum(paid_invoices) as paid_invoices,
        sum(unknown_invoices) as unknown_invoices
    from {{ ref('int_customer_payments') }}
    group by
        cohort_month,
        month

),

aged as (

    select
        cohorts.cohort_month,
        {{ periods_between(
            "'month'",
            'cast(cohorts.cohort_month as timestamp)',
            'cast(months.month as timestamp)'
        ) }} as age,
        cohorts.members,
        cast(coalesce(paid.revenue, 0) as decimal(28, 8)) as revenue,
        coalesce(paid.paid_invoices, 0) as paid_invoices,
        coalesce(paid.unknown_invoices, 0) as unknown_invoices,
        months.is_complete
    from cohorts
    inner join months on cohorts.cohort_month <= months.month
    left join paid
        on
            cohorts.cohort_month = paid.cohort_month
            and months.month = paid.month

),

final as (

    select
        cohort_month,
        age,
        members,
        revenue,
        cast(sum(revenue) over so_far as decimal(28, 8)) as observed,
        cast(sum(paid_invoices) over so_far as bigint) as paid_invoices,
        cast(sum(unknown_invoices) over so_far as bigint) as unknown_invoices,
        lower('{{ var("reporting_currency") }}') as currency,
        is_complete
    from aged
    window so_far as (
        partition by cohort_month
        order by age
        rows between unbounded preceding and current row
    )

)

select
    cohort_month,
    age,
    members,
    revenue,
    observed,
    cast(observed as double) / members as per_member,
    paid_invoices,
    unknown_invoices,
    currency,
    is_complete
from final
