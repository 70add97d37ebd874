-- where each funnel loses most, the steps in their order
select
    funnel_name,
    breakdown_value,
    step_number,
    step_name,
    units,
    conversion_rate,
    drop_off_units,
    median_seconds_from_previous
from {{ ref('funnel_conversion_steps') }}
order by
    funnel_name,
    breakdown_value,
    step_number
