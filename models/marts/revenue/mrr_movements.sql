{{ config(enabled='stripe' in var('sources')) }}

with

months as (

    select
        month,
        is_complete
    from {{ ref('int_revenue_months') }}

),

paid as (

    select
        customer_id,
        month,
        plan_name,
        mrr,
        paying_subscriptions,
        unknown_subscriptions
    from {{ ref('int_customer_months') }}

),

-- of the newest that a customer has said
named as (

    select
        customer_id,
        account_id,
        row_number() over (
            partition by customer_id
            order by valid_from desc, subscription_id asc, version_number desc
        ) as place
    from {{ ref('fct_subscriptions') }}

),

customers as (

    select
        paid.customer_id,
        named.account_id,
        min(paid.month) as first_month
    from paid
    inner join named on paid.customer_id = named.customer_id
    where named.place = 1
    group by
        paid.customer_id,
        named.account_id

),

-- every month since the first, also when nothing is paid
dense as (

    select
        customers.customer_id,
        months.month,
        customers.account_id,
        paid.plan_name,
        cast(coalesce(paid.mrr, 0) as decimal(28, 8)) as closing_mrr,
        coalesce(paid.paying_subscriptions, 0) as paying_subscriptions,
        coalesce(paid.unknown_subscriptions, 0) as unknown_subscriptions,
        coalesce(paid.mrr > 0 or paid.unknown_subscriptions > 0, false) as is_active,
        months.is_complete
    from customers
    inner join months on customers.first_month <= months.month
    left join paid
        on
            customers.customer_id = paid.customer_id
            and months.month = paid.month

),

with_before as (

    select
        dense.customer_id,
        dense.month,
        dense.account_id,
        {{ last_known('dense.plan_name') }} over so_far as plan_name,
        dense.closing_mrr,
        dense.paying_subscriptions,
        dense.unknown_subscriptions,
        dense.is_complete,
        coalesce(
            lag(dense.closing_mrr) over in_order, cast(0 as decimal(28, 8))
        ) as opening_mrr,
        dense.is_active,
        coalesce(lag(dense.is_active) over in_order, false) as was_active,
        count(case when dense.is_active then 1 end) over so_far as active_months
    from dense
    window
        in_order as (partition by dense.customer_id order by dense.month),
        so_far as (
            partition by dense.customer_id
            order by dense.month
            rows between unbounded preceding and current row
        )

),

moved as (

    select
        *,
        closing_mrr - opening_mrr as change,
        case
            when is_active and active_months = 1 then 'new'
            when was_active and not is_active then 'churn'
            when is_active and not was_active then 'reactivation'
            when closing_mrr > opening_mrr then 'expansion'
            when closing_mrr < opening_mrr then 'contraction'
        end as movement
    from with_before

),

final as (

    select
        customer_id,
        month,
        account_id,
        plan_name,
        opening_mrr,
        {%- for name in ['new', 'expansion', 'contraction', 'churn', 'reactivation'] %}
        cast(
            case when movement = '{{ name }}' then change else 0 end as decimal(28, 8)
        ) as {{ name }}_mrr,
        {%- endfor %}
        closing_mrr,
        movement,
        lower('{{ var("reporting_currency") }}') as currency,
        paying_subscriptions,
        unknown_subscriptions,
        is_complete
    from moved

)

select
    customer_id,
    month,
    account_id,
    plan_name,
    opening_mrr,
    new_mrr,
    expansion_mrr,
    contraction_mrr,
    churn_mrr,
    reactivation_mrr,
    closing_mrr,
    movement,
    currency,
    paying_subscriptions,
    unknown_subscriptions,
    is_complete
from final
