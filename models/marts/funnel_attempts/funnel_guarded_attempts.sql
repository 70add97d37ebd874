{{ config(meta={'holds': 'changes'}) }}

with

excluded_events as (

    select
        sequence_number,
        exclusion_number,
        after_step,
        before_step,
        position
    from {{ ref('funnel_excluded_events') }}

),

exclusions as (

    select
        sequence_number,
        exclusion_number,
        after_step,
        before_step
    from excluded_events
    group by
        sequence_number,
        exclusion_number,
        after_step,
        before_step

),

attempt_steps as (

    select
        sequence_number,
        attempt_position,
        step_number,
        position,
        deadline
    from {{ ref('funnel_attempt_steps') }}

),

-- attempts that got to the step after which the exclusion is in force, as questions, and
-- the excluded events of the unit, as answers
questions_and_answers as (

    select
        exclusions.sequence_number,
        exclusions.exclusion_number,
        0 as is_answer,
        exclusions.after_step,
        exclusions.before_step,
        steps.position,
        steps.attempt_position,
        steps.deadline
    from attempt_steps as steps
    inner join exclusions
        on
            steps.sequence_number = exclusions.sequence_number
            and steps.step_number = exclusions.after_step
    union all
    select
        sequence_number,
        exclusion_number,
        1 as is_answer,
        after_step,
        before_step,
        position,
        0 as attempt_position,
        0 as deadline
    from excluded_events

),

final as (

    select
        sequence_number,
        exclusion_number,
        is_answer,
        after_step,
        before_step,
        attempt_position,
        deadline,
        -- an excluded event that is the step itself lies before, so it does no harm
        cast(
            sum(is_answer) over (
                partition by sequence_number, exclusion_number
                order by position, 1 - is_answer, attempt_position
                rows between unbounded preceding and current row
            ) + 1 as bigint
        ) as next_occurrence
    from questions_and_answers

)

select
    sequence_number,
    exclusion_number,
    attempt_position,
    after_step,
    before_step,
    deadline,
    next_occurrence
from final
where is_answer = 0
