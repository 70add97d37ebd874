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

-- as many values as the unit has, each on its own; without a breakdown the empty one
each_value as (

    select
        matches.funnel_name,
        matches.unit_id,
        matches.breakdown_value
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        not matches.is_exclusion
        and (
            funnels.attribution in ('none', 'all_steps')
            or (
                funnels.attribution = 'step'
                and matches.rule_number = funnels.breakdown_step
            )
        )
    group by
        matches.funnel_name,
        matches.unit_id,
        matches.breakdown_value

),

touches as (

    select
        matches.funnel_name,
        matches.unit_id,
        matches.breakdown_value,
        row_number() over (
            partition by matches.funnel_name, matches.unit_id, funnels.attribution
            order by
                case when matches.breakdown_value = '' then 1 else 0 end asc,
                case
                    when funnels.attribution = 'first_touch' then matches.occurred_at
                end asc,
                case
                    when funnels.attribution = 'first_touch' then matches.event_id
                end asc,
                matches.occurred_at desc,
                matches.event_id desc,
                matches.rule_number asc
        ) as touch_number
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        not matches.is_exclusion
        and funnels.attribution in ('first_touch', 'last_touch')

),

-- first and last touch: one value for a unit, the first or the last that is not empty
sequences as (

    select
        funnel_name,
        unit_id,
        breakdown_value
    from each_value
    union all
    select
        funnel_name,
        unit_id,
        breakdown_value
    from touches
    where touch_number = 1

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

select * from final
