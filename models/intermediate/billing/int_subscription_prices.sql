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
                'unit_amount': 'text', 'unit_amount_decimal': 'text', 'billing_scheme': 'text',
                'recurring': {
                    'interval': 'text', 'interval_count': 'text', 'usage_type': 'text',
                },
                'transform_quantity': {'divide_by': 'text', 'round': 'text'},
            },
            'plan': {
                'amount': 'text', 'amount_decimal': 'text', 'interval': 'text',
                'interval_count': 'text', 'usage_type': 'text', 'billing_scheme': 'text',
            },
        }) }} as fields
    from elements

),

-- `plan` came before `price`; rows of either time, or of both, are in one history
items as (

    select
        parsed.row_id,
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
        row_id,
        quantity,
        unit_amount,
        is_metered,
        is_tiered,
        period_ends_at,
        case
            when pack_size > 0 and pack_rounding = 'up' then ceil(quantity / pack_size)
            when pack_size > 0 then floor(quantity / pack_size)
            else quantity
        end as units,
        -- of a month
        case
            when period_count <= 0 then null
            when period = 'month' then 1.0 / period_count
            when period = 'year' then 1.0 / (12 * period_count)
            when period = 'week' then 52.0 / (12 * period_count)
            when period = 'day' then 365.0 / (12 * period_count)
        end as periods_a_month
    from items

),

final as (

    select
        row_id,
        count(*) as item_count,
        cast(sum(case when not is_metered then quantity end) as double) as quantity,
        -- decimals add up to the same sum in any order; null where a price is not told
        case
            when
                count(case
                    when
                        not is_metered
                        and (is_tiered or units * unit_amount * periods_a_month is null)
                        then 1
                end) = 0
                then cast(sum(case
                    when is_metered then 0
                    else cast(units * unit_amount * periods_a_month as decimal(24, 6))
                end) as decimal(30, 6))
        end as monthly_amount,
        max(period_ends_at) as period_ends_at
    from counted
    group by row_id

)

select * from final
