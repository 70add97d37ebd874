with

entries as (

    select
        sequence_number,
        attempt_position
    from {{ ref('funnel_entry_days') }}
    where counts_for_unit

),

steps as (

    select
        sequence_number,
        step_number,
        reached_at
    from {{ ref('funnel_entry_steps') }}
    where counts_for_unit

),

unit_steps as (

    select
        sequence_number,
        min(reached_at) as entered_at,
        max(step_number) as furthest_step,
        max(reached_at) as furthest_reached_at,
        '["' || replace(
            {{ list_text(iso_instant('reached_at'), 'step_number') }}, '|', '","'
        ) || '"]' as step_times
    from steps
    group by sequence_number

),

final as (

    select
        sequences.funnel_name,
        sequences.breakdown_value,
        sequences.unit_id,
        unit_steps.entered_at,
        unit_steps.furthest_step,
        case
            when unit_steps.furthest_step = funnels.step_count
                then unit_steps.furthest_reached_at
        end as converted_at,
        unit_steps.step_times,
        attempts.excluded_after_step
    from unit_steps
    inner join entries
        on unit_steps.sequence_number = entries.sequence_number
    inner join {{ ref('funnel_attempts') }} as attempts
        on
            entries.sequence_number = attempts.sequence_number
            and entries.attempt_position = attempts.attempt_position
    inner join {{ ref('funnel_sequences') }} as sequences
        on unit_steps.sequence_number = sequences.sequence_number
    inner join {{ ref('int_funnels__defined') }} as funnels
        on sequences.funnel_name = funnels.funnel_name

)

select
    funnel_name,
    breakdown_value,
    unit_id,
    entered_at,
    furthest_step,
    converted_at,
    step_times,
    excluded_after_step
from final
