select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    occurred_at,
    '' as breakdown_value
from {{ ref('funnel_named_matches') }}
union all
select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    occurred_at,
    breakdown_value
from {{ ref('funnel_examined_matches') }}
