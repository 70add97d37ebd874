{{ config(materialized='view', meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

changes as (

    select
        row_id,
        person_id,
        session_id,
        is_added
    from {{ ref('int_events__label_changes') }}
    where not is_removed

),

final as (

    select
        events.*,
        changes.person_id,
        changes.session_id,
        changes.is_added
    from {{ ref('int_events__enriched') }} as events
    inner join changes on events.row_id = changes.row_id

)

select * from final
