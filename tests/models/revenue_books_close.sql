{{ config(enabled='stripe' in var('sources')) }}

-- Movements of revenue close: opening and movements are closing, a month opens with what
-- the one before closed with, and a month's customers count what its subscriptions do.
-- So do the months of each segment, and plans are all; cohorts have paid all invoices.
with

movements as (

    select
        *,
        lag(closing_mrr) over (
            partition by customer_id order by month
        ) as closed_before,
        case when new_mrr <> 0 then 1 else 0 end
        + case when expansion_mrr <> 0 then 1 else 0 end
        + case when contraction_mrr <> 0 then 1 else 0 end
        + case when churn_mrr <> 0 then 1 else 0 end
        + case when reactivation_mrr <> 0 then 1 else 0 end as movement_count
    from {{ ref('mrr_movements') }}

),

customer_problems as (

    select
        customer_id,
        month,
        case
            when
                opening_mrr + new_mrr + expansion_mrr + contraction_mrr + churn_mrr
                + reactivation_mrr <> closing_mrr
                then 'opening and movements are not closing'
            when opening_mrr <> coalesce(closed_before, 0)
                then 'a month does not open with what closed before'
            when movement_count > 1 then 'two movements in one month'
            when
                closing_mrr < 0 or new_mrr < 0 or expansion_mrr < 0
                or reactivation_mrr < 0 or contraction_mrr > 0 or churn_mrr > 0
                then 'an amount has the wrong sign'
        end as problem
    from movements

),

subscribed as (

    select
        month,
        cast(sum(mrr) as decimal(38, 8)) as mrr,
        count(*) as subscriptions
    from {{ ref('int_subscription_months') }}
    group by month

),

totals as (

    select
        month,
        cast(sum(closing_mrr) as decimal(38, 8)) as mrr,
        sum(paying_subscriptions) as subscriptions
    from {{ ref('mrr_movements') }}
    group by month

),

segments as (

    select
        *,
        lag(mrr) over (partition by segment order by month) as closed_before,
        sum(case when segment_field = 'plan' then mrr else 0 end) over (
            partition by month
        ) as mrr_of_plans
    from {{ ref('revenue_months') }}

),

segment_problems as (

    select
        month,
        case
            when
                opening_mrr + new_mrr + expansion_mrr + contraction_mrr + churn_mrr
                + reactivation_mrr + switched_mrr <> mrr
                then 'a segment does not close'
            when opening_mrr <> coalesce(closed_before, 0)
                then 'a segment does not open with what closed before'
            when segment = 'all' and (switched_mrr <> 0 or mrr <> mrr_of_plans)
                then 'plans are not all'
        end as problem
    from segments

),

-- invoices of cohorts, which add up by age, and those that were paid
cohorts as (

    select max(paid_invoices) as paid_invoices
    from {{ ref('ltv_cohorts') }}
    group by cohort_month

),

cohort_invoices as (

    select coalesce(sum(paid_invoices), 0) as invoices
    from cohorts

),

last_month as (

    select max(ends_at) as ends_at
    from {{ ref('int_revenue_months') }}

),

paid_invoices as (

    select count(*) as invoices
    from {{ ref('fct_invoices') }} as invoices
    inner join last_month
        on invoices.paid_at < last_month.ends_at
    where
        invoices.paid_amount > 0
        and not invoices.is_test

),

problems as (

    select
        customer_id,
        month,
        problem
    from customer_problems
    where problem is not null
    union all
    select
        cast(null as {{ dbt.type_string() }}) as customer_id,
        coalesce(totals.month, subscribed.month) as month,
        'customers do not count what subscriptions do' as problem
    from totals
    full join subscribed on totals.month = subscribed.month
    where
        coalesce(totals.mrr, 0) <> coalesce(subscribed.mrr, 0)
        or coalesce(totals.subscriptions, 0) <> coalesce(subscribed.subscriptions, 0)
    union all
    select
        cast(null as {{ dbt.type_string() }}) as customer_id,
        month,
        problem
    from segment_problems
    where problem is not null
    union all
    select
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as date) as month,
        'cohorts have not paid all invoices' as problem
    from cohort_invoices
    inner join paid_invoices on cohort_invoices.invoices <> paid_invoices.invoices

)

select * from problems
