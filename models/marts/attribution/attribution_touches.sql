with

definitions as (

    select
        attribution_name,
        half_life_days,
        first_weight,
        last_weight
    from {{ ref('int_attribution__defined') }}

),

conversions as (

    select
        attribution_name,
        conversion_id,
        value
    from {{ ref('int_attribution_conversions') }}

),

models as (

    select 'first' as model
    union all
    select 'last' as model
    union all
    select 'last_non_direct' as model
    union all
    select 'linear' as model
    union all
    select 'position' as model
    union all
    select 'time_decay' as model

),

placed as (

    select
        attribution_name,
        path_id,
        touch_number,
        channel,
        campaign,
        max(touch_number) over path as touch_count,
        max(case when not is_ignored then touch_number end) over path as last_regarded,
        touched_at,
        max(touched_at) over path as last_touched_at
    from {{ ref('int_attribution_paths') }}
    where is_conversion
    window path as (partition by attribution_name, path_id)

),

decayed as (

    select
        placed.*,
        definitions.first_weight,
        definitions.last_weight,
        -- by days before the last touch: from there to the conversion is as far for all
        power(
            cast(2 as double),
            {{ seconds_between('placed.last_touched_at', 'placed.touched_at') }}
            / 86400 / definitions.half_life_days
        ) as decay
    from placed
    inner join definitions
        on placed.attribution_name = definitions.attribution_name

),

weighed as (

    select
        *,
        -- two touches share all, in proportion
        case
            when touch_count > 2 then first_weight
            when first_weight + last_weight = 0 then 0.5
            else first_weight / (first_weight + last_weight)
        end as first_share,
        case
            when touch_count > 2 then last_weight
            when first_weight + last_weight = 0 then 0.5
            else last_weight / (first_weight + last_weight)
        end as last_share,
        -- of decimals, so that the order of the rows cannot show
        cast(sum(cast(decay as decimal(38, 18))) over (
            partition by attribution_name, path_id
        ) as double) as decay_total
    from decayed

),

credited as (

    select
        weighed.attribution_name,
        weighed.path_id,
        weighed.touch_number,
        weighed.channel,
        weighed.campaign,
        models.model,
        case
            when weighed.touch_count = 1 then 1
            when models.model = 'linear' then 1 / cast(weighed.touch_count as double)
            when models.model = 'time_decay' then weighed.decay / weighed.decay_total
            when models.model <> 'position'
                then case
                    when
                        weighed.touch_number = case models.model
                            when 'first' then 1
                            when 'last' then weighed.touch_count
                            else coalesce(weighed.last_regarded, weighed.touch_count)
                        end
                        then 1
                    else 0
                end
            when weighed.touch_number = 1 then weighed.first_share
            when weighed.touch_number = weighed.touch_count then weighed.last_share
            else
                (1 - weighed.first_share - weighed.last_share)
                / (weighed.touch_count - 2)
        end as credit
    from weighed
    cross join models

),

final as (

    select
        conversions.attribution_name,
        conversions.conversion_id,
        cast(coalesce(credited.touch_number, 1) as bigint) as touch_number,
        models.model,
        coalesce(credited.channel, 'none') as channel,
        credited.campaign,
        cast(coalesce(credited.credit, 1) as double) as credit,
        cast(conversions.value as double) * coalesce(credited.credit, 1) as value
    from conversions
    cross join models
    left join credited
        on
            conversions.attribution_name = credited.attribution_name
            and conversions.conversion_id = credited.path_id
            and models.model = credited.model

)

select
    attribution_name,
    conversion_id,
    touch_number,
    model,
    channel,
    campaign,
    credit,
    value
from final
