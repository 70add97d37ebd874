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
    sequences.funnel_name,
    sequences.breakdown_value,
    sequences.unit_id,
    final.entry_date,
    final.step_number,
    final.counts_on_day,
    final.counts_for_unit,
    final.seconds_from_previous
from final
inner join {{ ref('funnel_sequences') }} as sequences
    on final.sequence_number = sequences.sequence_number
