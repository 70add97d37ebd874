with

units as (

    select
        funnel_name,
        breakdown_value,
        unit_id,
        min(case when step_number = 1 then reached_at end) as entered_at,
        max(step_number) as furthest_step,
        max_by(reached_at, step_number) as furthest_reached_at,
        '["' || replace(
            {{ list_text(iso_instant('reached_at'), 'step_number') }}, '|', '","'
        ) || '"]' as step_times,
        max(excluded_after_step) as excluded_after_step
    from {{ ref('funnel_entry_steps') }}
    where counts_for_unit
    group by
        funnel_name,
        breakdown_value,
        unit_id

)

select
    units.funnel_name,
    units.breakdown_value,
    units.unit_id,
    units.entered_at,
    units.furthest_step,
    case
        when units.furthest_step = funnels.step_count then units.furthest_reached_at
    end as converted_at,
    units.step_times,
    units.excluded_after_step
from units
inner join {{ ref('int_funnels__defined') }} as funnels
    on units.funnel_name = funnels.funnel_name
