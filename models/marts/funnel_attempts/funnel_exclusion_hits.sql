{{ config(meta={'holds': 'changes'}) }}

with

guarded as (

    select
        sequence_number,
        exclusion_number,
        attempt_position,
        after_step,
        before_step,
        deadline,
        next_occurrence
    from {{ ref('funnel_guarded_attempts') }}

),

excluded_events as (

    select
        sequence_number,
        exclusion_number,
        occurrence,
        position,
        occurred_microseconds
    from {{ ref('funnel_excluded_events') }}

),

attempt_steps as (

    select
        sequence_number,
        attempt_position,
        step_number,
        position
    from {{ ref('funnel_attempt_steps') }}

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
