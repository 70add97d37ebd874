{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}
{% set is_new = in_this_load('arrived.row_id') %}
{% set arrived_keys =
    'select arrived.replace_key from events as arrived where ' ~ is_new %}
-- Which copy counts is settled among all copies of an event, whenever they were loaded:
-- an event gives way to a copy that was received before it but loaded later, and to a
-- later delivery of what its source delivers again.
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
        events.is_summary,
        events.source || '|' || events.replace_key as replace_key,
        coalesce(events.replace_rank, 0) as replace_rank,
        rejected.row_id is not null as is_rejected,
        -- the same whatever came first: what repeats another may be delivered again, too
        case
            when events.replace_key is not null then 'delivered_again'
            when events.has_message_id then 'same_message_id'
            else 'same_content'
        end as reason
    from {{ ref('int_events__read') }} as events
    left join {{ ref('int_events__rejected') }} as rejected
        on events.row_id = rejected.row_id
    -- a summary gives way to the event's own row though that is rejected, or would count
    -- what was not accepted
    where
        rejected.row_id is null
        or not events.is_summary and events.replace_key is null

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
        events.reason,
        events.is_rejected,
        -- files are named with their load date, so they run with it
        row_number() over (
            partition by events.event_id
            order by
                events.replace_rank desc,
                events.is_summary asc,
                events.is_rejected asc,
                events.first_received_at asc,
                events.file asc,
                events.line_number asc
        ) as copy_number,
        max(events.row_id) over (partition by events.event_id) as last_copy_row_id
    from events
    inner join repeated on events.event_id = repeated.event_id

),

deliveries as (

    select
        row_id,
        source,
        load_date,
        reason,
        replace_rank,
        max(replace_rank) over (partition by replace_key) as last_rank,
        max(row_id) over (partition by replace_key) as last_row_id
    from events
    where
        replace_key is not null
        and {{ 'replace_key in (' ~ arrived_keys ~ ')' if is_incremental() else 'true' }}

),

given_way as (

    select
        row_id,
        source,
        load_date,
        reason,
        last_copy_row_id
    from ranked
    where copy_number > 1 and not is_rejected
    union all
    select
        row_id,
        source,
        load_date,
        reason,
        last_row_id as last_copy_row_id
    from deliveries
    where replace_rank < last_rank

),

final as (

    select
        row_id,
        source,
        load_date,
        reason,
        max(last_copy_row_id) as last_copy_row_id
    from given_way
    where {{ is_not_kept_yet('row_id') }}
    group by
        row_id,
        source,
        load_date,
        reason

)

select
    row_id,
    source,
    load_date,
    last_copy_row_id,
    reason
from final
