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
-- depends_on: {{ ref('int_funnel_units__changed') }}

with

steps as (

    select
        sequence_number,
        attempt_position,
        max(step_number) as step_count,
        max(position) as last_position,
        min_by(occurred_microseconds, step_number) as entered_microseconds
    from {{ ref('int_funnel_attempt_steps') }}
    group by
        sequence_number,
        attempt_position

),

attempts as (

    select
        steps.sequence_number,
        coalesce(sequences.unit_number, steps.sequence_number) as unit_number,
        steps.attempt_position,
        cast({{ start_of_period('funnels.trend_interval', utc_to_local(add_microseconds(
            "timestamp '1970-01-01 00:00:00'", 'steps.entered_microseconds'
        ))) }} as date) as entry_date,
        coalesce(hits.steps_kept, steps.step_count) as furthest_step,
        coalesce(hits.steps_kept, 0) as steps_kept,
        hits.hit_position,
        case
            when hits.steps_kept is null and steps.step_count = funnels.step_count
                then steps.last_position
        end as completed_position,
        funnels.exclusion_rule
    from steps
    inner join {{ ref('int_funnel_sequences') }} as sequences
        on steps.sequence_number = sequences.sequence_number
    inner join {{ ref('int_funnels__defined') }} as funnels
        on sequences.funnel_name = funnels.funnel_name
    left join {{ ref('int_funnel_exclusion_hits') }} as hits
        on
            steps.sequence_number = hits.sequence_number
            and steps.attempt_position = hits.attempt_position
    where
        hits.steps_kept is null or funnels.exclusion_rule <> 'drop_unit'
        or funnels.step_order <> 'unordered'

),

with_merits as (

    select
        *,
        -- the deepest, then the earliest: a step outweighs every bigint
        cast(furthest_step as decimal(18, 0)) * cast('1e19' as decimal(20, 0))
        - cast(attempt_position as decimal(19, 0)) as merit
    from attempts

),

days as (

    select
        unit_number,
        entry_date,
        exclusion_rule,
        max(merit) as merit,
        max_by(sequence_number, merit) as sequence_number,
        max_by(attempt_position, merit) as attempt_position,
        max_by(furthest_step, merit) as furthest_step,
        max_by(steps_kept, merit) as steps_kept,
        min(hit_position) as hit_position,
        min(completed_position) as completed_position
    from with_merits
    group by
        unit_number,
        entry_date,
        exclusion_rule

),

with_units as (

    select
        *,
        max(merit) over (partition by unit_number) = merit as is_best,
        min(hit_position) over (partition by unit_number) as unit_hit_position,
        min(completed_position) over (
            partition by unit_number
        ) as unit_completed_position
    from days

),

-- with drop_unit, an attempt that was complete before the first hit saves the unit
entries as (

    select
        sequence_number,
        unit_number,
        entry_date,
        attempt_position,
        furthest_step,
        steps_kept,
        exclusion_rule <> 'drop_unit'
        or hit_position is null
        or coalesce(completed_position < hit_position, false) as counts_on_day,
        is_best
        and (
            exclusion_rule <> 'drop_unit'
            or unit_hit_position is null
            or coalesce(unit_completed_position < unit_hit_position, false)
        ) as counts_for_unit
    from with_units

),

attempt_counts as (

    select
        attempts.unit_number,
        attempts.entry_date,
        steps.step_number,
        count(*) as attempts
    from {{ ref('int_funnel_counted_attempts') }} as counted
    inner join attempts
        on
            counted.sequence_number = attempts.sequence_number
            and counted.attempt_position = attempts.attempt_position
    inner join {{ ref('int_funnel_attempt_steps') }} as steps
        on
            attempts.sequence_number = steps.sequence_number
            and attempts.attempt_position = steps.attempt_position
            and attempts.furthest_step >= steps.step_number
    group by
        attempts.unit_number,
        attempts.entry_date,
        steps.step_number

),

final as (

    select
        entries.sequence_number,
        entries.unit_number,
        entries.entry_date,
        entries.counts_on_day,
        entries.counts_for_unit,
        entries.steps_kept,
        steps.step_number,
        steps.occurred_microseconds,
        (
            steps.occurred_microseconds
            - lag(steps.occurred_microseconds) over (
                partition by entries.sequence_number, entries.entry_date
                order by steps.step_number
            )
        ) / cast(1000000 as double) as seconds_from_previous
    from entries
    inner join {{ ref('int_funnel_attempt_steps') }} as steps
        on
            entries.sequence_number = steps.sequence_number
            and entries.attempt_position = steps.attempt_position
            and entries.furthest_step >= steps.step_number
    where
        entries.counts_on_day
        or entries.counts_for_unit

)

select
    sequences.funnel_name,
    sequences.breakdown_value,
    sequences.unit_id,
    final.entry_date,
    final.step_number,
    {{ add_microseconds(
        "timestamp '1970-01-01 00:00:00'", 'final.occurred_microseconds'
    ) }} as reached_at,
    final.seconds_from_previous,
    nullif(final.steps_kept, 0) as excluded_after_step,
    case when funnels.counting = 'attempts' then coalesce(counts.attempts, 0) end
        as attempts,
    final.counts_on_day,
    final.counts_for_unit
from final
inner join {{ ref('int_funnel_sequences') }} as sequences
    on final.sequence_number = sequences.sequence_number
inner join {{ ref('int_funnels__defined') }} as funnels
    on sequences.funnel_name = funnels.funnel_name
left join attempt_counts as counts
    on
        final.unit_number = counts.unit_number
        and final.entry_date = counts.entry_date
        and final.step_number = counts.step_number
