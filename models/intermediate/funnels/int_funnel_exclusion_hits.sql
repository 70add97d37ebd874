{{ config(meta={'holds': 'changes'}) }}

with

exclusions as (

    select
        funnel_name,
        rule_number,
        max(exclude_after_step) as after_step,
        max(exclude_before_step) as before_step
    from {{ ref('int_funnel_steps__defined') }}
    where is_exclusion
    group by
        funnel_name,
        rule_number

),

excluded_events as (

    select
        events.sequence_number,
        events.rule_number as exclusion_number,
        exclusions.after_step,
        exclusions.before_step,
        events.position,
        events.occurred_microseconds
    from {{ ref('int_funnel_events') }} as events
    inner join exclusions
        on
            events.funnel_name = exclusions.funnel_name
            and events.rule_number = exclusions.rule_number
    where events.is_exclusion

),

-- the set of exclusions that a sequence has events of
sequence_exclusions as (

    select distinct
        sequence_number,
        exclusion_number,
        after_step,
        before_step
    from excluded_events

),

-- attempts that got to the step after which the exclusion is in force, as questions, and
-- the excluded events of the sequence, as answers
questions_and_answers as (

    select
        exclusions.sequence_number,
        exclusions.exclusion_number,
        exclusions.after_step,
        exclusions.before_step,
        steps.position,
        steps.attempt_position,
        steps.deadline,
        cast(null as bigint) as excluded_position,
        cast(null as bigint) as excluded_microseconds
    from {{ ref('int_funnel_attempt_steps') }} as steps
    inner join sequence_exclusions as exclusions
        on
            steps.sequence_number = exclusions.sequence_number
            and steps.step_number = exclusions.after_step
    union all
    select
        sequence_number,
        exclusion_number,
        after_step,
        before_step,
        position,
        0 as attempt_position,
        0 as deadline,
        position as excluded_position,
        occurred_microseconds as excluded_microseconds
    from excluded_events

),

-- an excluded event that is the step itself lies before, so it does no harm
guarded as (

    select
        sequence_number,
        attempt_position,
        after_step,
        before_step,
        deadline,
        min(excluded_position) over later as hit_position,
        min(excluded_microseconds) over later as hit_microseconds
    from questions_and_answers
    window later as (
        partition by sequence_number, exclusion_number
        order by position, coalesce(excluded_position, position + 1), attempt_position
        rows between 1 following and unbounded following
    )

),

-- a hit lies before the step that ends the exclusion; where that is not reached, it lies
-- inside the window
exclusion_hits as (

    select
        guarded.sequence_number,
        guarded.attempt_position,
        guarded.hit_position,
        -- the steps from the guarded one on that lie before the hit
        coalesce(
            min(
                case
                    when
                        steps.step_number > guarded.after_step
                        and steps.position >= guarded.hit_position
                        then steps.step_number - 1
                end
            ),
            max(steps.step_number)
        ) as steps_kept
    from guarded
    inner join {{ ref('int_funnel_attempt_steps') }} as steps
        on
            guarded.sequence_number = steps.sequence_number
            and guarded.attempt_position = steps.attempt_position
    where guarded.hit_position is not null
    group by
        guarded.sequence_number,
        guarded.attempt_position,
        guarded.after_step,
        guarded.before_step,
        guarded.deadline,
        guarded.hit_position,
        guarded.hit_microseconds
    having
        guarded.hit_position < max(
            case when steps.step_number = guarded.before_step then steps.position end
        )
        or (
            max(steps.step_number) < guarded.before_step
            and guarded.hit_microseconds <= guarded.deadline
        )

)

select
    sequence_number,
    attempt_position,
    min(hit_position) as hit_position,
    min(steps_kept) as steps_kept
from exclusion_hits
group by
    sequence_number,
    attempt_position
