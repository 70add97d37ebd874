{{ config(meta={'holds': 'changes'}) }}
-- Where blocks are split, greedily: from its first event each session takes all it
-- may; the next begins where the next user appears or the longest duration has passed.
with recursive

events as (

    select * from {{ ref('int_split_block_events') }}

),

-- every event and, as a mark, the last moment of a session that began at it; in order of
-- time they tell how many events such a session could reach. Inclusive: at the same
-- microsecond the event comes before the mark
marks as (

    select
        block_id,
        position,
        microsecond,
        0 as is_mark
    from events
    union all
    select
        block_id,
        position,
        microsecond + max_microseconds as microsecond,
        1 as is_mark
    from events

),

reaches as (

    select
        block_id,
        position,
        is_mark,
        sum(1 - is_mark) over (
            partition by block_id
            order by microsecond, is_mark, position
            rows between unbounded preceding and current row
        ) as reached_position
    from marks

),

-- a position behind the last event of the block finds nothing below and ends the block
next_starts as (

    select
        events.row_id,
        events.block_id,
        events.position,
        events.next_turn_position,
        least(
            cast(reaches.reached_position + 1 as bigint), events.next_turn_position
        ) as next_position
    from events
    inner join reaches
        on
            events.block_id = reaches.block_id
            and events.position = reaches.position
            and reaches.is_mark = 1

),

-- the session that holds the last known event before a turn began no earlier than the
-- first event that looks to this turn: when even that one reaches it, the turn is a start
-- whatever came before. Otherwise a device that changes hands takes a round a user
certain_starts as (

    select
        block_id,
        next_turn_position as position
    from next_starts
    group by
        block_id,
        next_turn_position
    having min(next_position) = next_turn_position

),

candidates as (

    select
        next_starts.row_id,
        next_starts.block_id,
        next_starts.position,
        next_starts.next_position,
        next_starts.position = 1
        or certain_starts.position is not null as is_certain
    from next_starts
    left join certain_starts
        on
            next_starts.block_id = certain_starts.block_id
            and next_starts.position = certain_starts.position

),

starts as (

    select
        row_id,
        block_id,
        next_position
    from candidates
    where is_certain
    union all
    select
        candidates.row_id,
        candidates.block_id,
        candidates.next_position
    from starts
    inner join candidates
        on
            starts.block_id = candidates.block_id
            and starts.next_position = candidates.position
    where not candidates.is_certain

)

select row_id from starts
