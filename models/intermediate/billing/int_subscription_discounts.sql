{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

listed as (

    select
        row_id,
        {{ each_json_element('discounts') }} as discount
    from {{ ref('stg_stripe__subscriptions') }}
    union all
    select
        row_id,
        discount
    from {{ ref('stg_stripe__subscriptions') }}
    where discount is not null

),

-- an id alone where it is not expanded
told as (

    select
        row_id,
        discount,
        case when substr(discount, 1, 1) = '{' then discount else '{}' end as document
    from listed

),

parsed as (

    {%- set terms = {
        'percent_off': 'text', 'amount_off': 'text', 'currency': 'text',
        'duration': 'text',
    } %}

    select
        told.row_id,
        told.discount,
        {{ json_fields('told.document', {
            'id': 'text', 'start': 'text', 'end': 'text', 'coupon': terms,
            'source': {'coupon': terms},
        }) }} as fields
    from told

),

-- the coupon moved below `source` in later versions of the API
named as (

    select
        parsed.row_id,
        coalesce(parsed.fields.id, replace(parsed.discount, '"', '')) as discount_id,
        {{ numeric_value('coalesce(
            parsed.fields.source.coupon.percent_off, parsed.fields.coupon.percent_off
        )') }} as percent_off,
        {{ whole_number('coalesce(
            parsed.fields.source.coupon.amount_off, parsed.fields.coupon.amount_off
        )') }} as amount_off,
        lower(coalesce(
            parsed.fields.source.coupon.currency, parsed.fields.coupon.currency
        )) as currency,
        coalesce(
            parsed.fields.source.coupon.duration, parsed.fields.coupon.duration
        ) as duration,
        {{ epoch_instant('parsed.fields.start', 1000000) }} as started_at,
        {{ epoch_instant("parsed.fields['end']", 1000000) }} as ends_at
    from parsed

),

-- one discount may stand in both places
ranked as (

    select
        *,
        row_number() over (
            partition by row_id, discount_id
            order by
                case when percent_off is null and amount_off is null then 1 else 0 end,
                coalesce(percent_off, 0) desc,
                coalesce(amount_off, 0) desc,
                coalesce(duration, '')
        ) as place
    from named

),

final as (

    select
        row_id,
        discount_id,
        percent_off,
        amount_off,
        currency,
        coalesce(duration <> 'once', ends_at is not null) as is_recurring,
        started_at,
        ends_at
    from ranked
    where place = 1

)

select * from final
