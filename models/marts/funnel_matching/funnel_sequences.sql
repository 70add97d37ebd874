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

-- numbers in the order of funnel and unit, given out a share at a time: a count over all
-- rows in one order would be the work of a single task on a cluster
shares as (

    select
        funnel_name,
        substr(unit_id, 1, 2) as share,
        count(*) as sequence_count
    from sequences
    group by
        funnel_name,
        substr(unit_id, 1, 2)

),

starts as (

    select
        funnel_name,
        share,
        sum(sequence_count) over (order by funnel_name, share) - sequence_count
            as earlier_count
    from shares

),

final as (

    select
        cast(
            starts.earlier_count + row_number() over (
                partition by sequences.funnel_name, starts.share
                order by sequences.unit_id, sequences.breakdown_value
            ) as bigint
        ) as sequence_number,
        sequences.funnel_name,
        sequences.breakdown_value,
        sequences.unit_id
    from sequences
    inner join starts
        on
            sequences.funnel_name = starts.funnel_name
            and substr(sequences.unit_id, 1, 2) = starts.share

)

select
    sequence_number,
    funnel_name,
    breakdown_value,
    unit_id
from final
