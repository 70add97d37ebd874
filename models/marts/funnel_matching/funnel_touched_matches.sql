{{ config(materialized='touched', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('funnel_touched_units') }}

with

{% if covers_history() %}
final as (

    select * from {{ ref('funnel_matches') }}

)
{% else %}
units as (

    select unit_id
    from {{ ref('funnel_touched_units') }}
    group by unit_id

),

-- by unit first: asked for one column, an engine skips rows while it reads them
matches as (

    select matches.*
    from {{ ref('funnel_matches') }} as matches
    inner join units on matches.unit_id = units.unit_id

),

final as (

    select matches.*
    from matches
    inner join {{ ref('funnel_touched_units') }} as touched
        on
            matches.funnel_name = touched.funnel_name
            and matches.unit_id = touched.unit_id

)
{% endif %}

select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    occurred_at,
    breakdown_value
from final
