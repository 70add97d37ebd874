{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        unit,
        step_order,
        window_seconds * 1000000 as window_microseconds,
        case when breakdown = '' then 'none' else breakdown_attribution end
            as attribution,
        breakdown_step,
        coalesce(entry_rule, 'best_attempt') as entry_rule,
        coalesce(grace_seconds, 0) * 1000000 as grace_microseconds,
        segment_name is null
        and (step_order = 'strict' or ends_at_foreign) as asks_place,
        case
            when step_order = 'unordered' then null
            when coalesce(is_increasing, false) then 'later'
            when step_order = 'strict' then 'position'
            when ends_at_repeats or ends_at_foreign then 'position'
            else 'time'
        end as asked_by
    from {{ ref('int_funnels__defined') }}
    where not is_decided_by_time

),

-- the one event of a unit that may open an attempt, of funnels that allow no more
openings as (

    select
        matches.funnel_name,
        matches.row_id,
        row_number() over (
            partition by
                matches.funnel_name,
                matches.unit_id,
                case when funnels.entry_rule = 'first_entry' then matches.held_value end
            order by matches.occurred_at, matches.arrival, matches.row_id
        ) as place
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    where
        funnels.entry_rule <> 'best_attempt'
        and not matches.is_exclusion
        and (matches.rule_number = 0) = (funnels.entry_rule = 'first_ever')
        and matches.rule_number in (0, 1)

),

-- many to many on purpose: a unit has sequences for values, an excluded event is of all
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
        funnels.grace_microseconds,
        coalesce(sequences.unit_number, sequences.sequence_number) as unit_number,
        case when not matches.is_exclusion then funnels.step_order end as step_order,
        case when not matches.is_exclusion then funnels.asked_by end as asked_by,
        funnels.entry_rule = 'best_attempt' or openings.row_id is not null as may_open,
        case when funnels.asks_place then funnels.unit end as strict_unit
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    inner join {{ ref('int_funnel_sequences') }} as sequences
        on
            matches.funnel_name = sequences.funnel_name
            and matches.unit_id = sequences.unit_id
            and (
                coalesce(matches.held_value, '') = coalesce(sequences.held_value, '')
                or matches.rule_number = -1
            )
    left join openings
        on
            matches.funnel_name = openings.funnel_name
            and matches.row_id = openings.row_id
            and openings.place = 1
    where
        matches.rule_number <> 0
        and (
            matches.is_exclusion or matches.rule_number = -1
            or funnels.attribution in ('none', 'first_touch', 'last_touch')
            or matches.breakdown_value = sequences.breakdown_value
            or (
                funnels.attribution = 'step'
                and matches.rule_number <> funnels.breakdown_step
            )
        )

),

with_positions as (

    select
        matches.sequence_number,
        matches.funnel_name,
        matches.is_exclusion,
        matches.rule_number,
        matches.step_order,
        matches.asked_by,
        matches.may_open,
        matches.occurred_microseconds,
        matches.window_microseconds,
        matches.grace_microseconds,
        coalesce(positions.position, dense_rank() over in_order) as position
    from matches
    left join {{ ref('int_funnel_strict_positions') }} as positions
        on
            matches.strict_unit = positions.unit
            and matches.row_id = positions.row_id
    window in_order as (
        partition by matches.unit_number
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
    where rule_number > 0

),

-- an event twice: as a question to those of the next step, an answer to those before it
questions_and_answers as (

    select
        *,
        {{ each_number_to(
            "case when asked_by is not null and rule_number > 1 then 1 else 0 end"
        ) }} as is_answer
    from numbered

),

-- ordered steps are asked for by time, strict ones by position. Questions come before the
-- answers of their own moment, which may answer them, unless a step must be later
with_answers_before as (

    select
        *,
        sum(is_answer) over (
            partition by sequence_number, is_exclusion, rule_number + 1 - is_answer
            order by
                case
                    when asked_by = 'position' then position + 1 - is_answer
                    else occurred_microseconds - (1 - is_answer) * grace_microseconds
                end,
                case when asked_by = 'later' then 1 - is_answer else is_answer end,
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
        case when asked_by is not null then cast(answers_before + 1 as bigint) end
            as next_occurrence,
        case when step_order = 'strict' then position + 1 end as next_position,
        is_shared,
        may_open,
        grace_microseconds
    from with_answers_before
    where is_answer = 0

)

select * from final
