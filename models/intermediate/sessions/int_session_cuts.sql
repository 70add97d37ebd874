-- Where contested runs are cut, greedily: from its first event each session takes all it
-- may; the next begins where the next user appears or the longest duration has passed.
with recursive

events as (

    select * from {{ ref('int_contested_events') }}

),

-- every event and, as a mark, the last moment of a session that began at it; in order of
-- time they tell how many events such a session could reach. Inclusive: at the same
-- microsecond the event comes before the mark
marks as (

    select
        stream_id,
        run_number,
        position,
        microsecond,
        0 as is_mark
    from events
    union all
    select
        stream_id,
        run_number,
        position,
        microsecond + max_microseconds as microsecond,
        1 as is_mark
    from events

),

reaches as (

    select
        stream_id,
        run_number,
        position,
        is_mark,
        sum(1 - is_mark) over (
            partition by stream_id, run_number
            order by microsecond, is_mark, position
            rows between unbounded preceding and current row
        ) as reached_position
    from marks

),

-- a position behind the last event of the run finds nothing below and ends the run
next_starts as (

    select
        events.row_id,
        events.stream_id,
        events.run_number,
        events.position,
        least(
            cast(reaches.reached_position + 1 as bigint), events.next_turn_position
        ) as next_position
    from events
    inner join reaches
        on
            events.stream_id = reaches.stream_id
            and events.run_number = reaches.run_number
            and events.position = reaches.position
            and reaches.is_mark = 1

),

starts as (

    select
        row_id,
        stream_id,
        run_number,
        next_position
    from next_starts
    where position = 1
    union all
    select
        next_starts.row_id,
        next_starts.stream_id,
        next_starts.run_number,
        next_starts.next_position
    from starts
    inner join next_starts
        on
            starts.stream_id = next_starts.stream_id
            and starts.run_number = next_starts.run_number
            and starts.next_position = next_starts.position

)

select row_id from starts
