{{ config(meta={'holds': 'changes'}) }}

with

changes as (

    select
        event_date,
        is_added,
        is_removed,
        old_person_id,
        person_id
    from {{ ref('int_events__label_changes') }}
    -- another session of the same person changes no day
    where is_added or is_removed or old_person_id <> person_id

),

final as (

    select
        old_person_id as person_id,
        event_date
    from changes
    where not is_added
    union distinct
    select
        person_id,
        event_date
    from changes
    where not is_removed

)

select * from final
