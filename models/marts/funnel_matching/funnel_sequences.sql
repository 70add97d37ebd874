{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        case
            when breakdown = '' then 'none'
            else breakdown_attribution
        end as attribution,
        breakdown_step
    from {{ ref('int_funnels__defined') }}

),

step_events as (

    select
        matches.funnel_name,
        funnels.attribution,
        matches.unit_id,
        matches.position,
        matches.breakdown_value,
        matches.rule_number = funnels.breakdown_step as is_breakdown_step
    from {{ ref('funnel_placed_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where not matches.is_exclusion

),

touch_events as (

    select
        funnel_name,
        unit_id,
        breakdown_value,
        case
            when attribution = 'last_touch' then -position else position
        end as touch_order
    from step_events
    where attribution in ('none', 'first_touch', 'last_touch')

),

-- one value for a unit: the first or the last that is not empty
touches as (

    select
        funnel_name,
        unit_id,
        coalesce(
            min_by(breakdown_value, touch_order) filter (where breakdown_value <> ''),
            ''
        ) as breakdown_value
    from touch_events
    group by
        funnel_name,
        unit_id

),

-- as many values as the unit has, each on its own
several as (

    select
        funnel_name,
        unit_id,
        breakdown_value
    from step_events
    where
        attribution = 'all_steps'
        or (attribution = 'step' and is_breakdown_step)
    group by
        funnel_name,
        unit_id,
        breakdown_value

),

sequences as (

    select
        funnel_name,
        unit_id,
        breakdown_value
    from touches
    union all
    select
        funnel_name,
        unit_id,
        breakdown_value
    from several

),

final as (

    select
        cast(
            row_number() over (
                order by funnel_name, unit_id, breakdown_value
            ) as bigint
        ) as sequence_number,
        funnel_name,
        breakdown_value,
        unit_id
    from sequences

)

select
    sequence_number,
    funnel_name,
    breakdown_value,
    unit_id
from final
