{{ config(meta={'holds': 'changes', 'reads_back': ['int_events__enriched']}) }}
-- Who came first is settled among this run's rows and the accepted events they repeat. An
-- accepted event gives way to a twin that was received before it but loaded later.
with

events as (

    select
        row_id,
        event_id,
        first_received_at,
        file,
        line_number,
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
        events.file,
        events.line_number,
        events.has_message_id
    from events
    left join rejected on events.row_id = rejected.row_id
    where rejected.row_id is null

),

kept as (

    {% if is_full_rebuild() %}
    select
        row_id,
        event_id,
        first_received_at,
        file,
        line_number
    from candidates
    where false
    {% else %}
    select
        row_id,
        event_id,
        first_received_at,
        file,
        line_number
    from {{ as_kept('int_events__enriched') }}
    where event_id in (select candidates.event_id from candidates)
    {% endif %}

),

twins as (

    select
        row_id,
        event_id,
        first_received_at,
        file,
        line_number,
        has_message_id,
        false as is_kept
    from candidates
    union all
    select
        row_id,
        event_id,
        first_received_at,
        file,
        line_number,
        null as has_message_id,
        true as is_kept
    from kept

),

-- repeats are few: rank only those
repeated as (

    select
        event_id,
        -- the id tells it, so it is the same for all of them
        bool_or(has_message_id) as has_message_id
    from twins
    group by event_id
    having count(*) > 1

),

ranked as (

    select
        twins.row_id,
        twins.event_id,
        twins.is_kept,
        repeated.has_message_id,
        -- files are named with their load date, so they run with it
        row_number() over (
            partition by twins.event_id
            order by twins.first_received_at, twins.file, twins.line_number
        ) as receipt_number
    from twins
    inner join repeated on twins.event_id = repeated.event_id

),

final as (

    select
        row_id,
        event_id,
        is_kept,
        case when has_message_id then 'same_message_id' else 'same_content' end as reason
    from ranked
    where receipt_number > 1

)

select * from final
