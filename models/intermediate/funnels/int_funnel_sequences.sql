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
        breakdown_step,
        coalesce(hold_constant, '') as hold_constant,
        -- that of several keys is the blank value of each
        case
            when third_breakdown <> '' then ' ·  · '
            when second_breakdown <> '' then ' · '
            else ''
        end as blank_value
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
            else funnels.blank_value
        end as breakdown_value,
        coalesce(matches.held_value, '') as held_value
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        not matches.is_exclusion
        and (funnels.hold_constant = '' or matches.held_value <> '')
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
            else funnels.blank_value
        end,
        coalesce(matches.held_value, '')

),

-- first and last touch: the first or the last value that is not empty
touches as (

    select
        matches.funnel_name,
        matches.unit_id,
        matches.breakdown_value,
        coalesce(matches.held_value, '') as held_value,
        row_number() over (
            partition by
                matches.funnel_name,
                matches.unit_id,
                coalesce(matches.held_value, '')
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
        and matches.breakdown_value <> funnels.blank_value
        and funnels.attribution in ('first_touch', 'last_touch')

),

sequences as (

    select
        each_value.funnel_name,
        each_value.unit_id,
        coalesce(touches.breakdown_value, each_value.breakdown_value) as breakdown_value,
        each_value.held_value
    from each_value
    left join touches
        on
            each_value.funnel_name = touches.funnel_name
            and each_value.unit_id = touches.unit_id
            and each_value.held_value = touches.held_value
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

numbered as (

    select
        cast(
            starts.earlier_count + row_number() over (
                partition by sequences.funnel_name, starts.share
                order by
                    sequences.unit_id,
                    sequences.breakdown_value,
                    sequences.held_value
            ) as bigint
        ) as sequence_number,
        sequences.funnel_name,
        sequences.breakdown_value,
        sequences.unit_id,
        sequences.held_value
    from sequences
    inner join starts
        on
            sequences.funnel_name = starts.funnel_name
            and substr(sequences.unit_id, 1, 2) = starts.share

),

-- where a value is held, a unit has a sequence for each, and counts once
holders as (

    select
        funnel_name,
        breakdown_value,
        unit_id,
        min(sequence_number) as unit_number
    from numbered
    where held_value <> ''
    group by
        funnel_name,
        breakdown_value,
        unit_id

),

final as (

    select
        numbered.sequence_number,
        numbered.funnel_name,
        numbered.breakdown_value,
        numbered.unit_id,
        numbered.held_value,
        coalesce(holders.unit_number, numbered.sequence_number) as unit_number
    from numbered
    left join holders
        on
            numbered.funnel_name = holders.funnel_name
            and numbered.breakdown_value = holders.breakdown_value
            and numbered.unit_id = holders.unit_id

)

select * from final
