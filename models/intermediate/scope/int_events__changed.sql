{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

added as (

    select
        events.row_id,
        events.source,
        events.occurred_at,
        events.stream_id,
        events.user_id,
        events.anonymous_id,
        events.device_id,
        events.previous_id,
        events.tracker_session_id,
        events.is_server_side,
        true as is_added
    from {{ ref('int_events__enriched') }} as events
    where
        not {{ is_full_rebuild() }}
        and {{ in_this_load('events.row_id') }}

),

removed as (

    select
        row_id,
        source,
        occurred_at,
        stream_id,
        user_id,
        anonymous_id,
        device_id,
        previous_id,
        tracker_session_id,
        is_server_side,
        false as is_added
    from {{ ref('int_events__superseded') }}

),

final as (

    select * from added
    union all
    select * from removed

)

select * from final
