{{ config(meta={'holds': 'changes'}) }}

with

attempts as (

    select
        sequence_number,
        attempt_position,
        cast({{ utc_to_local('entered_at') }} as date) as entry_date,
        furthest_step,
        hit_position,
        completed_position,
        drops_unit,
        -- the deepest, then the earliest: a step outweighs every place
        cast(furthest_step as bigint) * 1000000000000 - attempt_position as merit
    from {{ ref('funnel_attempts') }}

),

days as (

    select
        sequence_number,
        entry_date,
        max_by(attempt_position, merit) as attempt_position,
        max(merit) as merit,
        min(hit_position) as hit_position,
        min(completed_position) as completed_position,
        max(case when drops_unit then 1 else 0 end) = 1 as drops_unit
    from attempts
    group by
        sequence_number,
        entry_date

),

with_units as (

    select
        sequence_number,
        entry_date,
        attempt_position,
        hit_position,
        completed_position,
        drops_unit,
        max(merit) over (partition by sequence_number) = merit as is_best,
        min(hit_position) over (partition by sequence_number) as unit_hit_position,
        min(completed_position) over (
            partition by sequence_number
        ) as unit_completed_position
    from days

),

final as (

    select
        sequence_number,
        entry_date,
        attempt_position,
        -- an attempt that was complete before the first hit saves the unit
        not drops_unit
        or hit_position is null
        or coalesce(completed_position < hit_position, false) as counts_on_day,
        is_best
        and (
            not drops_unit
            or unit_hit_position is null
            or coalesce(unit_completed_position < unit_hit_position, false)
        ) as counts_for_unit
    from with_units

)

select
    sequence_number,
    entry_date,
    attempt_position,
    counts_on_day,
    counts_for_unit
from final
