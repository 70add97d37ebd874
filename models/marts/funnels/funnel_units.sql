-- depends_on: {{ ref('int_funnel_units__changed') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['funnel_name', 'unit_id'],
            'listed_in': 'int_funnel_units__changed',
        },
    }
) }}

with

entries as (

    select
        entries.sequence_number,
        entries.attempt_position,
        attempts.furthest_step,
        attempts.excluded_after_step
    from {{ ref('funnel_entry_days') }} as entries
    inner join {{ ref('funnel_attempts') }} as attempts
        on
            entries.sequence_number = attempts.sequence_number
            and entries.attempt_position = attempts.attempt_position
    where entries.counts_for_unit

),

steps as (

    select
        entries.sequence_number,
        entries.furthest_step,
        entries.excluded_after_step,
        steps.step_number,
        {{ add_microseconds(
            "timestamp '1970-01-01 00:00:00'", 'steps.occurred_microseconds'
        ) }} as reached_at
    from entries
    inner join {{ ref('funnel_attempt_steps') }} as steps
        on
            entries.sequence_number = steps.sequence_number
            and entries.attempt_position = steps.attempt_position
            and entries.furthest_step >= steps.step_number

),

unit_steps as (

    select
        sequence_number,
        furthest_step,
        excluded_after_step,
        min(reached_at) as entered_at,
        max(reached_at) as furthest_reached_at,
        '["' || replace(
            {{ list_text(iso_instant('reached_at'), 'step_number') }}, '|', '","'
        ) || '"]' as step_times
    from steps
    group by
        sequence_number,
        furthest_step,
        excluded_after_step

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
        unit_steps.excluded_after_step
    from unit_steps
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
