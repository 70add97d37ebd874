with

entries as (

    select
        entries.sequence_number,
        entries.entry_date,
        entries.attempt_position,
        entries.counts_on_day,
        entries.counts_for_unit,
        attempts.furthest_step
    from {{ ref('funnel_entry_days') }} as entries
    inner join {{ ref('funnel_attempts') }} as attempts
        on
            entries.sequence_number = attempts.sequence_number
            and entries.attempt_position = attempts.attempt_position
    where
        entries.counts_on_day
        or entries.counts_for_unit

),

final as (

    select
        entries.sequence_number,
        entries.entry_date,
        entries.counts_on_day,
        entries.counts_for_unit,
        steps.step_number,
        {{ add_microseconds(
            "timestamp '1970-01-01 00:00:00'", 'steps.occurred_microseconds'
        ) }} as reached_at,
        (
            steps.occurred_microseconds
            - lag(steps.occurred_microseconds) over (
                partition by entries.sequence_number, entries.entry_date
                order by steps.step_number
            )
        ) / cast(1000000 as double) as seconds_from_previous
    from entries
    inner join {{ ref('funnel_attempt_steps') }} as steps
        on
            entries.sequence_number = steps.sequence_number
            and entries.attempt_position = steps.attempt_position
            and entries.furthest_step >= steps.step_number

)

select
    sequence_number,
    entry_date,
    counts_on_day,
    counts_for_unit,
    step_number,
    reached_at,
    seconds_from_previous
from final
