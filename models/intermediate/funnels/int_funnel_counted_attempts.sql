{{ config(meta={'holds': 'changes'}) }}

with recursive

funnels as (

    select
        funnel_name,
        step_order,
        step_count
    from {{ ref('int_funnels__defined') }}
    where counting = 'attempts'

),

attempts as (

    select
        steps.sequence_number,
        steps.attempt_position,
        min(case when steps.step_number = 1 then steps.occurred_microseconds end)
            as started_microseconds,
        max(steps.deadline) as deadline,
        max(steps.position) as last_position,
        -- nothing but the very next event goes on in strict order
        max(steps.step_number) = max(funnels.step_count)
        or max(funnels.step_order) = 'strict' as ends_with_last_step
    from {{ ref('int_funnel_attempt_steps') }} as steps
    inner join {{ ref('int_funnel_sequences') }} as sequences
        on steps.sequence_number = sequences.sequence_number
    inner join funnels
        on sequences.funnel_name = funnels.funnel_name
    group by
        steps.sequence_number,
        steps.attempt_position

),

-- an attempt ends at an event, which opens none itself, or with its window
with_ends as (

    select
        attempts.sequence_number,
        attempts.attempt_position,
        attempts.started_microseconds,
        attempts.deadline,
        case
            when hits.hit_position is not null then hits.hit_position
            when attempts.ends_with_last_step then attempts.last_position
        end as end_position
    from attempts
    left join {{ ref('int_funnel_exclusion_hits') }} as hits
        on
            attempts.sequence_number = hits.sequence_number
            and attempts.attempt_position = hits.attempt_position

),

-- the end of each attempt as a question for the first attempt behind it, and the start of
-- each as an answer to both kinds: at what position, and at what time
questions_and_answers as (

    select
        sequence_number,
        attempt_position,
        end_position is null as is_timed,
        coalesce(end_position, deadline) as moment,
        cast(null as bigint) as answer
    from with_ends
    union all
    select
        sequence_number,
        attempt_position,
        true as is_timed,
        started_microseconds as moment,
        attempt_position as answer
    from with_ends
    union all
    select
        sequence_number,
        attempt_position,
        false as is_timed,
        attempt_position as moment,
        attempt_position as answer
    from with_ends

),

with_next_attempts as (

    select
        sequence_number,
        attempt_position,
        answer is null as is_question,
        min(answer) over (
            partition by sequence_number, is_timed
            order by moment desc, case when answer is null then 0 else 1 end
            rows between unbounded preceding and current row
        ) as next_attempt
    from questions_and_answers

),

firsts as (

    select
        sequence_number,
        min(attempt_position) as attempt_position
    from with_ends
    group by sequence_number

),

counted as (

    select
        sequence_number,
        attempt_position
    from firsts
    union all
    select
        counted.sequence_number,
        ends.next_attempt as attempt_position
    from counted
    inner join with_next_attempts as ends
        on
            counted.sequence_number = ends.sequence_number
            and counted.attempt_position = ends.attempt_position
    where
        ends.is_question
        and ends.next_attempt is not null

)

select
    sequence_number,
    attempt_position
from counted
