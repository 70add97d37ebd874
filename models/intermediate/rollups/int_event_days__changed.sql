{{ config(meta={'holds': 'changes'}) }}

with

changes as (

    select
        event_date,
        event_name,
        is_removed
    from {{ ref('int_events__label_changes') }}
    where is_added or is_removed

),

final as (

    select
        event_date,
        event_name,
        max(case when is_removed then 1 else 0 end) = 1 as has_removed
    from changes
    group by
        event_date,
        event_name

)

select * from final
