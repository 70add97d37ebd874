with

conversions as (

    select
        attribution_name,
        conversion_id,
        month
    from {{ ref('int_attribution_conversions') }}

),

touches as (

    select
        touches.attribution_name,
        touches.model,
        touches.channel,
        touches.credit,
        touches.value,
        conversions.month
    from {{ ref('attribution_touches') }} as touches
    inner join conversions
        on
            touches.attribution_name = conversions.attribution_name
            and touches.conversion_id = conversions.conversion_id

),

-- sums are of decimals, so that the order of the rows cannot show
credited as (

    select
        attribution_name,
        model,
        channel,
        month,
        cast(sum(cast(credit as decimal(38, 15))) as double) as conversions,
        cast(sum(cast(value as decimal(38, 15))) as double) as value
    from touches
    group by
        attribution_name,
        model,
        channel,
        month

),

-- a conversion without a touch is no part of the graph
months as (

    select
        attribution_name,
        month,
        channel = 'none' as is_untouched,
        cast(count(*) as double) as conversions,
        cast(sum(cast(value as decimal(38, 15))) as double) as value
    from touches
    where
        model = 'last'
        and credit = 1
    group by
        attribution_name,
        month,
        channel = 'none'

),

every_model as (

    select
        attribution_name,
        model,
        channel,
        month,
        conversions,
        value,
        cast(null as double) as removal_effect
    from credited
    union all
    select
        months.attribution_name,
        'markov' as model,
        coalesce(effects.channel, 'none') as channel,
        months.month,
        months.conversions * coalesce(effects.share, 1) as conversions,
        months.value * coalesce(effects.share, 1) as value,
        effects.removal_effect
    from months
    left join {{ ref('int_attribution_effects') }} as effects
        on
            months.attribution_name = effects.attribution_name
            and not months.is_untouched

)

select
    every_model.attribution_name,
    every_model.model,
    every_model.channel,
    every_model.month,
    every_model.conversions,
    every_model.value,
    every_model.removal_effect,
    cast(null as double) as spend,
    cast(null as double) as cost_per_conversion
from every_model
