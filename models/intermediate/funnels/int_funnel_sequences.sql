{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        step_order,
        case
            when breakdown = '' then 'none'
            else breakdown_attribution
        end as attribution,
        breakdown_step
    from {{ ref('int_funnels__defined') }}

),

-- as many values as the unit has where each is on its own, else the empty one. An attempt
-- needs a first step, so those who have none are left out, but where another step tells
-- the value; without an order, any step may be first
each_value as (

    select
        matches.funnel_name,
        matches.unit_id,
        case
            when funnels.attribution in ('step', 'all_steps') then matches.breakdown_value
            else ''
        end as breakdown_value
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        not matches.is_exclusion
        and case
            when funnels.attribution = 'step'
                then matches.rule_number = funnels.breakdown_step
            else matches.rule_number = 1 or funnels.step_order = 'unordered'
        end
    group by
        matches.funnel_name,
        matches.unit_id,
        case
            when funnels.attribution in ('step', 'all_steps') then matches.breakdown_value
            else ''
        end

),

-- first and last touch: the first or the last value that is not empty
touches as (

    select
        matches.funnel_name,
        matches.unit_id,
        matches.breakdown_value,
        row_number() over (
            partition by matches.funnel_name, matches.unit_id
            order by
                case
                    when funnels.attribution = 'first_touch' then matches.occurred_at
                end asc,
                case
                    when funnels.attribution = 'first_touch' then matches.arrival
                end asc,
                matches.occurred_at desc,
                matches.arrival desc,
                matches.rule_number asc
        ) as touch_number
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        not matches.is_exclusion
        and matches.breakdown_value <> ''
        and funnels.attribution in ('first_touch', 'last_touch')

),

sequences as (

    select
        each_value.funnel_name,
        each_value.unit_id,
        coalesce(touches.breakdown_value, each_value.breakdown_value) as breakdown_value
    from each_value
    left join touches
        on
            each_value.funnel_name = touches.funnel_name
            and each_value.unit_id = touches.unit_id
            and touches.touch_number = 1

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
