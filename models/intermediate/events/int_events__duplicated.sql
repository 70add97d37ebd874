{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}
{% set is_new = in_this_load('arrived.row_id') %}
-- Who came first is settled among all copies of an event, whenever they were loaded: an
-- event gives way to a copy that was received before it but loaded later.
with

events as (

    select
        events.row_id,
        events.event_id,
        events.source,
        events.load_date,
        -- without a receipt, the first moment of the load's day stands in
        coalesce(events.received_at, cast(events.load_date as timestamp))
            as first_received_at,
        events.file,
        events.line_number,
        events.has_message_id
    from {{ ref('int_events__read') }} as events
    left join {{ ref('int_events__rejected') }} as rejected
        on events.row_id = rejected.row_id
    where rejected.row_id is null

),

-- repeats are few: rank only those
repeated as (

    select event_id
    from events
    {% if is_incremental() %}
    where
        event_id in (
            select arrived.event_id
            from events as arrived
            where {{ is_new }}
        )
    {% endif %}
    group by event_id
    having count(*) > 1

),

ranked as (

    select
        events.row_id,
        events.source,
        events.load_date,
        events.has_message_id,
        -- files are named with their load date, so they run with it
        row_number() over (
            partition by events.event_id
            order by events.first_received_at, events.file, events.line_number
        ) as receipt_number,
        max(events.row_id) over (partition by events.event_id) as last_copy_row_id
    from events
    inner join repeated on events.event_id = repeated.event_id

),

final as (

    select
        row_id,
        source,
        load_date,
        last_copy_row_id,
        case when has_message_id then 'same_message_id' else 'same_content' end as reason
    from ranked
    where
        receipt_number > 1
        and {{ is_not_kept_yet('row_id') }}

)

select
    row_id,
    source,
    load_date,
    last_copy_row_id,
    reason
from final
