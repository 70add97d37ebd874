{{ config(meta={'holds': 'changes'}) }}

with

steps as (

    select
        sequence_number,
        attempt_position,
        max(step_number) as step_count,
        max(case when step_number = 1 then occurred_microseconds end)
            as entered_microseconds,
        max(position) as last_position
    from {{ ref('funnel_attempt_steps') }}
    group by
        sequence_number,
        attempt_position

),

hits as (

    select
        sequence_number,
        attempt_position,
        min(hit_position) as hit_position,
        min(steps_kept) as steps_kept
    from {{ ref('funnel_exclusion_hits') }}
    group by
        sequence_number,
        attempt_position

),

final as (

    select
        steps.sequence_number,
        steps.attempt_position,
        {{ add_microseconds(
            "timestamp '1970-01-01 00:00:00'", 'steps.entered_microseconds'
        ) }} as entered_at,
        coalesce(hits.steps_kept, steps.step_count) as furthest_step,
        hits.steps_kept as excluded_after_step,
        hits.hit_position,
        case
            when hits.steps_kept is null and steps.step_count = funnels.step_count
                then steps.last_position
        end as completed_position,
        funnels.exclusion_rule = 'drop_unit' as drops_unit
    from steps
    inner join {{ ref('funnel_sequences') }} as sequences
        on steps.sequence_number = sequences.sequence_number
    inner join {{ ref('int_funnels__defined') }} as funnels
        on sequences.funnel_name = funnels.funnel_name
    left join hits
        on
            steps.sequence_number = hits.sequence_number
            and steps.attempt_position = hits.attempt_position
    -- without an order a hit takes the attempt, not the unit: a later start may be clean
    where
        hits.steps_kept is null
        or funnels.exclusion_rule <> 'drop_unit'
        or funnels.step_order <> 'unordered'

)

select
    sequence_number,
    attempt_position,
    entered_at,
    furthest_step,
    excluded_after_step,
    hit_position,
    completed_position,
    drops_unit
from final
