{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        unit,
        step_order,
        window_seconds * 1000000 as window_microseconds,
        case
            when breakdown = '' then 'none'
            else breakdown_attribution
        end as attribution,
        breakdown_step
    from {{ ref('int_funnels__defined') }}
    where not is_decided_by_time

),

-- many to many on purpose: with all_steps and step a unit has a sequence for each value,
-- and an excluded event concerns them all
matches as (

    select
        sequences.sequence_number,
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.row_id,
        matches.arrival,
        {{ microseconds('matches.occurred_at') }} as occurred_microseconds,
        funnels.window_microseconds,
        case
            when not matches.is_exclusion then funnels.step_order
        end as step_order,
        case when funnels.step_order = 'strict' then funnels.unit end as strict_unit
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    inner join {{ ref('int_funnel_sequences') }} as sequences
        on
            matches.funnel_name = sequences.funnel_name
            and matches.unit_id = sequences.unit_id
    where
        matches.is_exclusion
        or funnels.attribution in ('none', 'first_touch', 'last_touch')
        or matches.breakdown_value = sequences.breakdown_value
        or (
            funnels.attribution = 'step'
            and matches.rule_number <> funnels.breakdown_step
        )

),

with_positions as (

    select
        matches.sequence_number,
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.step_order,
        matches.occurred_microseconds,
        matches.window_microseconds,
        coalesce(
            positions.position,
            dense_rank() over in_order
        ) as position
    from matches
    left join {{ ref('int_funnel_strict_positions') }} as positions
        on
            matches.strict_unit = positions.unit
            and matches.row_id = positions.row_id
    window in_order as (
        partition by matches.sequence_number
        order by matches.occurred_microseconds, matches.arrival, matches.row_id
    )

),

numbered as (

    select
        *,
        count(step_order) over (partition by sequence_number, position) > 1 as is_shared,
        row_number() over (
            partition by sequence_number, is_exclusion, rule_number
            order by position
        ) as occurrence
    from with_positions

),

-- an event of an ordered or strict funnel twice: as a question to the events of the next
-- step, and as an answer to those of the step before
questions_and_answers as (

    select
        *,
        {{ each_number_to(
            "case when step_order in ('ordered', 'strict') and rule_number > 1 then 1"
            " else 0 end"
        ) }} as is_answer
    from numbered

),

-- ordered steps are asked for by time, strict ones by position. Questions come before the
-- answers of their own moment, which may answer them
with_answers_before as (

    select
        *,
        sum(is_answer) over (
            partition by sequence_number, is_exclusion, rule_number + 1 - is_answer
            order by
                case
                    when step_order = 'strict' then position + 1 - is_answer
                    else occurred_microseconds
                end,
                is_answer,
                position
            rows between unbounded preceding and current row
        ) as answers_before
    from questions_and_answers

),

final as (

    select
        sequence_number,
        funnel_name,
        is_exclusion,
        rule_number,
        cast(occurrence as bigint) as occurrence,
        cast(position as bigint) as position,
        occurred_microseconds,
        occurred_microseconds + window_microseconds as deadline,
        case
            when step_order in ('ordered', 'strict')
                then cast(answers_before + 1 as bigint)
        end as next_occurrence,
        case when step_order = 'strict' then position + 1 end as next_position,
        is_shared
    from with_answers_before
    where is_answer = 0

)

select * from final
