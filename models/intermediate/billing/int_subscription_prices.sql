{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

elements as (

    select
        row_id,
        {{ each_json_element('items') }} as item
    from {{ ref('stg_stripe__subscriptions') }}

),

parsed as (

    select
        elements.row_id,
        {{ json_fields('elements.item', {
            'quantity': 'text', 'current_period_end': 'text', 'deleted': 'text',
            'price': {
                'id': 'text', 'product': 'json', 'nickname': 'text',
                'unit_amount': 'text', 'unit_amount_decimal': 'text',
                'billing_scheme': 'text',
                'recurring': {
                    'interval': 'text', 'interval_count': 'text', 'usage_type': 'text',
                },
                'transform_quantity': {'divide_by': 'text', 'round': 'text'},
            },
            'plan': {
                'id': 'text', 'product': 'json', 'nickname': 'text', 'amount': 'text',
                'amount_decimal': 'text', 'interval': 'text', 'interval_count': 'text',
                'usage_type': 'text', 'billing_scheme': 'text',
            },
        }) }} as fields
    from elements

),

-- `plan` came before `price`; rows of either time, or of both, are in one history
items as (

    select
        parsed.row_id,
        coalesce(fields.price.id, fields.plan.id) as price_id,
        coalesce(
            {{ stripe_reference('fields.price.product') }},
            {{ stripe_reference('fields.plan.product') }}
        ) as product_id,
        coalesce(fields.price.nickname, fields.plan.nickname) as price_name,
        {{ numeric_value('fields.quantity') }} as quantity,
        coalesce(
            {{ numeric_value('fields.price.unit_amount_decimal') }},
            {{ numeric_value('fields.price.unit_amount') }},
            {{ numeric_value('fields.plan.amount_decimal') }},
            {{ numeric_value('fields.plan.amount') }}
        ) as unit_amount,
        coalesce(fields.price.recurring.interval, fields.plan.interval) as period,
        coalesce({{ numeric_value(
            'coalesce(fields.price.recurring.interval_count, fields.plan.interval_count)'
        ) }}, 1) as period_count,
        coalesce(fields.price.recurring.usage_type, fields.plan.usage_type, 'licensed')
        = 'metered' as is_metered,
        coalesce(fields.price.billing_scheme, fields.plan.billing_scheme, 'per_unit')
        = 'tiered' as is_tiered,
        {{ numeric_value('fields.price.transform_quantity.divide_by') }} as pack_size,
        fields.price.transform_quantity.round as pack_rounding,
        {{ epoch_instant('fields.current_period_end', 1000000) }} as period_ends_at
    from parsed
    where coalesce(fields.deleted, 'false') <> 'true'

),

counted as (

    select
        items.row_id,
        items.quantity,
        items.unit_amount,
        items.is_metered,
        items.is_tiered,
        items.period_ends_at,
        coalesce(
            of_price.plan_name,
            of_product.plan_name,
            of_name.plan_name,
            items.price_name,
            items.price_id
        ) as plan_name,
        coalesce(
            of_price.monthly_amount, of_product.monthly_amount, of_name.monthly_amount
        ) as planned_amount,
        case
            when items.pack_size > 0 and items.pack_rounding = 'up'
                then ceil(items.quantity / items.pack_size)
            when items.pack_size > 0 then floor(items.quantity / items.pack_size)
            else items.quantity
        end as units,
        -- of a month
        case
            when items.period_count <= 0 then null
            when items.period = 'month' then 1.0 / items.period_count
            when items.period = 'year' then 1.0 / (12 * items.period_count)
            when items.period = 'week' then 52.0 / (12 * items.period_count)
            when items.period = 'day' then 365.0 / (12 * items.period_count)
        end as periods_a_month
    from items
    left join {{ ref('plans') }} as of_price on items.price_id = of_price.price
    left join {{ ref('plans') }} as of_product on items.product_id = of_product.price
    left join {{ ref('plans') }} as of_name on items.price_name = of_name.price

),

priced as (

    select
        row_id,
        plan_name,
        is_metered,
        quantity,
        periods_a_month,
        period_ends_at,
        -- what is not told beforehand may be planned
        case
            when is_metered then cast(coalesce(planned_amount, 0) as decimal(24, 6))
            when is_tiered or units * unit_amount * periods_a_month is null
                then cast(planned_amount as decimal(24, 6))
            else cast(units * unit_amount * periods_a_month as decimal(24, 6))
        end as monthly_amount
    from counted

),

ranked as (

    select
        *,
        row_number() over (
            partition by row_id
            order by coalesce(monthly_amount, -1) desc, coalesce(plan_name, '')
        ) as place
    from priced

),

final as (

    select
        row_id,
        count(*) as item_count,
        cast(sum(case when not is_metered then quantity end) as double) as quantity,
        -- decimals add up to the same sum in any order; null where a price is not told
        case
            when count(*) = count(monthly_amount)
                then cast(sum(monthly_amount) as decimal(30, 6))
        end as monthly_amount,
        max(case when place = 1 then plan_name end) as plan_name,
        cast(max(periods_a_month) as double) as billings_a_month,
        max(period_ends_at) as period_ends_at
    from ranked
    group by row_id

)

select * from final
