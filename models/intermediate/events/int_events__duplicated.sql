with

events as (

    select
        row_id,
        event_id,
        first_received_at,
        has_message_id
    from {{ ref('int_events__normalized') }}

),

rejected as (

    select row_id from {{ ref('int_events__rejected') }}

),

candidates as (

    select
        events.row_id,
        events.event_id,
        events.first_received_at,
        events.has_message_id
    from events
    left join rejected on events.row_id = rejected.row_id
    where rejected.row_id is null

),

-- repeats are few: rank only those
repeated as (

    select event_id
    from candidates
    group by event_id
    having count(*) > 1

),

ranked as (

    select
        candidates.row_id,
        candidates.event_id,
        candidates.has_message_id,
        -- row_id runs with load date, file and line
        row_number() over (
            partition by candidates.event_id
            order by candidates.first_received_at, candidates.row_id
        ) as receipt_number
    from candidates
    inner join repeated on candidates.event_id = repeated.event_id

),

final as (

    select
        row_id,
        event_id,
        case when has_message_id then 'same_message_id' else 'same_content' end as reason
    from ranked
    where receipt_number > 1

)

select * from final
