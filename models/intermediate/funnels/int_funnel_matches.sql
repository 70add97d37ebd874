{% set changed_units = ref('int_funnel_units__changed') %}
{{ config(materialized='touched', meta={'holds': 'changes'}) }}

with

{% if not is_full_rebuild() %}
units as (

    select unit_id
    from {{ changed_units }}
    group by unit_id

),
{% endif %}

final as (

    select matches.*
    from {{ ref('int_segment_matches') }} as matches
    {% if not is_full_rebuild() %}
    -- by unit first: asked for one column, an engine skips rows while it reads them
    inner join units on matches.unit_id = units.unit_id
    inner join {{ changed_units }} as changed
        on
            matches.definition_name = changed.funnel_name
            and matches.unit_id = changed.unit_id
    {% endif %}
    where matches.family = 'funnel'

)

select
    definition_name as funnel_name,
    role = 'exclusion' as is_exclusion,
    -- what only may be a unit's first event is no event of a step
    case when role = 'entry' then 0 else rule_number end as rule_number,
    unit_id,
    row_id,
    occurred_at,
    arrival,
    carried_value as breakdown_value,
    held_value
from final
