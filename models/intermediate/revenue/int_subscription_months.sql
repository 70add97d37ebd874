{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

months as (

    select
        month,
        ends_at as month_ends_at
    from {{ ref('int_revenue_months') }}

),

rates as (

    select
        currency,
        rate
    from {{ ref('int_exchange_rates__defined') }}

),

versions as (

    select
        subscription_id,
        version_number,
        customer_id,
        plan_name,
        currency,
        currency_exponent,
        monthly_amount,
        is_paying and not is_test as is_paying,
        started_at,
        trial_ends_at,
        valid_to,
        -- a start that was dated back
        case
            when version_number = 1
                then least(valid_from, coalesce(started_at, valid_from))
            else valid_from
        end as held_from,
        -- an end that is learned late is true of the months before
        max(case when is_current then ended_at end) over (
            partition by subscription_id
        ) as subscription_ended_at
    from {{ ref('fct_subscriptions') }}

),

-- what holds at the month's last instant
held as (

    select
        months.month,
        months.month_ends_at,
        versions.subscription_id,
        versions.version_number,
        versions.customer_id,
        versions.plan_name,
        versions.monthly_amount,
        rates.rate / power(10, versions.currency_exponent) as unit_rate
    from versions
    inner join months
        on
            versions.held_from < months.month_ends_at
            and coalesce(versions.started_at < months.month_ends_at, true)
            and coalesce(versions.trial_ends_at < months.month_ends_at, true)
            and coalesce(versions.valid_to >= months.month_ends_at, true)
            and coalesce(versions.subscription_ended_at >= months.month_ends_at, true)
    left join rates on versions.currency = rates.currency
    where versions.is_paying

),

discounts as (

    select
        held.subscription_id,
        held.month,
        -- the product of what each leaves
        case
            when count(asked.percent_off) <= 1 then max(1 - asked.percent_off / 100)
            when max(asked.percent_off) < 100
                then exp(sum(ln(1 - asked.percent_off / 100)))
            else 0
        end as left_share,
        cast(sum(asked.monthly_amount_off) as double) as amount_off
    from held
    inner join {{ ref('fct_subscription_discounts') }} as asked
        on
            held.subscription_id = asked.subscription_id
            and held.version_number = asked.version_number
            and coalesce(held.month_ends_at > asked.started_at, true)
            and coalesce(held.month_ends_at <= asked.ends_at, true)
    where asked.is_recurring
    group by
        held.subscription_id,
        held.month

),

final as (

    select
        held.subscription_id,
        held.month,
        held.customer_id,
        held.plan_name,
        case
            when held.monthly_amount * held.unit_rate is not null
                then cast(
                    greatest(
                        cast(held.monthly_amount as double)
                        * coalesce(discounts.left_share, 1)
                        - coalesce(discounts.amount_off, 0),
                        0
                    ) * held.unit_rate as decimal(28, 8)
                )
        end as mrr
    from held
    left join discounts
        on
            held.subscription_id = discounts.subscription_id
            and held.month = discounts.month

)

select * from final
