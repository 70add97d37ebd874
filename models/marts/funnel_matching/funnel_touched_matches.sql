{{ config(materialized='touched', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('funnel_touched_units') }}

select
    matches.funnel_name,
    matches.is_exclusion,
    matches.rule_number,
    matches.unit_id,
    matches.event_id,
    matches.occurred_at,
    matches.breakdown_value
from {{ ref('funnel_matches') }} as matches
{% if not covers_history() %}
inner join {{ ref('funnel_touched_units') }} as touched
    on
        matches.funnel_name = touched.funnel_name
        and matches.unit_id = touched.unit_id
{% endif %}
