{{ config(enabled='stripe' in var('sources')) }}

{%- set measures = [
    'opening_mrr', 'new_mrr', 'expansion_mrr', 'contraction_mrr', 'churn_mrr',
    'reactivation_mrr', 'mrr', 'opening_customers', 'churned_customers', 'customers',
    'paying_customers', 'unknown_subscriptions', 'mrr_year_ago', 'mrr_since', 'mrr_kept',
] %}

with

months as (

    select
        month,
        is_complete
    from {{ ref('int_revenue_months') }}

),

compared as (

    select
        *,
        coalesce(plan_name, '') as plan,
        coalesce(lag(plan_name) over in_order, plan_name, '') as opening_plan,
        lag(closing_mrr, 12) over in_order as mrr_year_ago,
        coalesce(lag(plan_name, 12) over in_order, '') as plan_year_ago
    from {{ ref('mrr_movements') }}
    window in_order as (partition by customer_id order by month)

),

-- one row per customer and side: a plan is what the customer has then
sides as (

    {% for side, plan in [
        ('opening', 'opening_plan'), ('closing', 'plan'), ('year_ago', 'plan_year_ago')
    ] %}
    select
        '{{ side }}' as side,
        {{ plan }} as segment_plan,
        compared.*
    from compared
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

by_plan as (

    select
        {%- for measure, side, value in [
            ('opening_mrr', 'opening', 'opening_mrr'),
            ('new_mrr', 'closing', 'new_mrr'),
            ('expansion_mrr', 'opening', 'expansion_mrr'),
            ('contraction_mrr', 'opening', 'contraction_mrr'),
            ('churn_mrr', 'opening', 'churn_mrr'),
            ('reactivation_mrr', 'closing', 'reactivation_mrr'),
            ('mrr', 'closing', 'closing_mrr'),
            ('opening_customers', 'opening', 'case when opening_mrr > 0 then 1 end'),
            ('churned_customers', 'opening', 'case when churn_mrr < 0 then 1 end'),
            ('customers', 'closing',
                'case when paying_subscriptions > unknown_subscriptions then 1 end'),
            ('paying_customers', 'closing', 'case when closing_mrr > 0 then 1 end'),
            ('unknown_subscriptions', 'closing', 'unknown_subscriptions'),
            ('mrr_year_ago', 'year_ago', 'mrr_year_ago'),
            ('mrr_since', 'year_ago', 'case when mrr_year_ago > 0 then closing_mrr end'),
            ('mrr_kept', 'year_ago',
                'case when mrr_year_ago > 0 then least(closing_mrr, mrr_year_ago) end'),
        ] %}
        sum(case when side = '{{ side }}' then {{ value }} end) as {{ measure }},
        {%- endfor %}
        segment_plan,
        month
    from sides
    group by
        segment_plan,
        month

),

segments as (

    select
        'all' as segment,
        'all' as segment_field,
        '' as segment_value
    union all
    select distinct
        'plan=' || plan as segment,
        'plan' as segment_field,
        plan as segment_value
    from compared

),

counted as (

    select
        months.month,
        segments.segment,
        segments.segment_field,
        segments.segment_value,
        {%- for measure in measures %}
        sum(by_plan.{{ measure }}) as {{ measure }},
        {%- endfor %}
        months.is_complete
    from months
    cross join segments
    left join by_plan
        on
            months.month = by_plan.month
            and (
                segments.segment_field = 'all'
                or segments.segment_value = by_plan.segment_plan
            )
    group by
        months.month,
        segments.segment,
        segments.segment_field,
        segments.segment_value,
        months.is_complete

),

filled as (

    select
        month,
        segment,
        segment_field,
        segment_value,
        {%- for measure in measures %}
        {%- if 'year' in measure or measure in ('mrr_since', 'mrr_kept') %}
        cast({{ measure }} as double) as {{ measure }},
        {%- elif 'mrr' in measure %}
        cast(coalesce({{ measure }}, 0) as decimal(28, 8)) as {{ measure }},
        {%- else %}
        cast(coalesce({{ measure }}, 0) as bigint) as {{ measure }},
        {%- endif %}
        {%- endfor %}
        is_complete
    from counted

),

rated as (

    select
        *,
        mrr - opening_mrr - new_mrr - expansion_mrr - contraction_mrr - churn_mrr
        - reactivation_mrr as switched_mrr,
        mrr_since / nullif(mrr_year_ago, 0) as nrr,
        mrr_kept / nullif(mrr_year_ago, 0) as grr,
        cast(mrr as double) / nullif(customers, 0) as arpa,
        cast(mrr as double) / nullif(paying_customers, 0) as arppu,
        cast(churned_customers as double) / nullif(opening_customers, 0)
            as customer_churn_rate,
        cast(0 - contraction_mrr - churn_mrr as double)
        / nullif(cast(opening_mrr as double), 0) as revenue_churn_rate,
        cast(new_mrr + expansion_mrr + reactivation_mrr as double)
        / nullif(cast(0 - contraction_mrr - churn_mrr as double), 0) as quick_ratio
    from filled

),

final as (

    select
        *,
        cast(switched_mrr as decimal(28, 8)) as switched,
        arpa / nullif(customer_churn_rate, 0) as ltv,
        lower('{{ var("reporting_currency") }}') as currency
    from rated

)

select
    month,
    segment,
    segment_field,
    segment_value,
    opening_mrr,
    new_mrr,
    expansion_mrr,
    contraction_mrr,
    churn_mrr,
    reactivation_mrr,
    switched as switched_mrr,
    mrr,
    nrr,
    grr,
    arpa,
    arppu,
    opening_customers,
    churned_customers,
    customers,
    paying_customers,
    customer_churn_rate,
    revenue_churn_rate,
    quick_ratio,
    ltv,
    currency,
    unknown_subscriptions,
    is_complete
from final
