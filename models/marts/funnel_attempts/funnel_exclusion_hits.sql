with

excluded_events as (

    select
        sequence_number,
        exclusion_number,
        after_step,
        before_step,
        occurrence,
        position,
        occurred_microseconds
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

guarded as (

    select
        sequence_number,
        exclusion_number,
        is_answer,
        after_step,
        before_step,
        attempt_position,
        deadline,
        -- an excluded event that is the step itself lies before, so it does no harm
        sum(is_answer) over (
            partition by sequence_number, exclusion_number
            order by position, is_answer desc, attempt_position
            rows between unbounded preceding and current row
        ) + 1 as next_occurrence
    from questions_and_answers

),

final as (

    select
        guarded.sequence_number,
        guarded.attempt_position,
        guarded.exclusion_number,
        excluded_events.position as hit_position,
        -- the steps from the guarded one on that lie before the hit
        coalesce(
            min(
                case
                    when
                        steps.step_number > guarded.after_step
                        and steps.position >= excluded_events.position
                        then steps.step_number - 1
                end
            ),
            max(steps.step_number)
        ) as steps_kept
    from guarded
    inner join excluded_events
        on
            guarded.sequence_number = excluded_events.sequence_number
            and guarded.exclusion_number = excluded_events.exclusion_number
            and guarded.next_occurrence = excluded_events.occurrence
    inner join attempt_steps as steps
        on
            guarded.sequence_number = steps.sequence_number
            and guarded.attempt_position = steps.attempt_position
    where guarded.is_answer = 0
    group by
        guarded.sequence_number,
        guarded.attempt_position,
        guarded.exclusion_number,
        guarded.deadline,
        guarded.before_step,
        excluded_events.position,
        excluded_events.occurred_microseconds
    having
        excluded_events.position < max(
            case when steps.step_number = guarded.before_step then steps.position end
        )
        or (
            max(steps.step_number) < guarded.before_step
            and excluded_events.occurred_microseconds <= guarded.deadline
        )

)

select
    sequence_number,
    attempt_position,
    exclusion_number,
    hit_position,
    steps_kept
from final
