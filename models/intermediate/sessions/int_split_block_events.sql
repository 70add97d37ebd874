{{ config(meta={'holds': 'changes'}) }}
-- Activity blocks that must be split: they last longer than a session may, or hold two
-- known users. They are few; every other block is one session and does not appear here.
with

blocks as (

    select * from {{ ref('int_activity_blocks') }}

),

split_blocks as (

    select block_id
    from blocks
    group by block_id
    having
        max(microsecond) - min(microsecond) > min(max_microseconds)
        or min(user_person_id) <> max(user_person_id)

),

numbered as (

    select blocks.*
    from blocks
    inner join split_blocks on blocks.block_id = split_blocks.block_id

),

known as (

    select
        block_id,
        position,
        user_person_id,
        lag(user_person_id) over (
            partition by block_id order by position
        ) as previous_user_person_id
    from numbered
    where user_person_id is not null

),

-- a turn: known events of one user in a row, with what is anonymous between them
turns as (

    select
        block_id,
        position as turn_position,
        lead(position) over (
            partition by block_id order by position
        ) as next_turn_position
    from known
    where previous_user_person_id is distinct from user_person_id

),

with_next_known as (

    select
        row_id,
        block_id,
        position,
        microsecond,
        max_microseconds,
        min(case when user_person_id is not null then position end) over (
            partition by block_id
            order by position
            rows between current row and unbounded following
        ) as next_known_position
    from numbered

),

-- a session that began here would belong to the first known user from here on, and end
-- where the next user's turn begins. Turns do not overlap: at most one holds a position
final as (

    select
        with_next_known.row_id,
        with_next_known.block_id,
        with_next_known.position,
        with_next_known.microsecond,
        with_next_known.max_microseconds,
        turns.next_turn_position
    from with_next_known
    left join turns
        on
            with_next_known.block_id = turns.block_id
            and with_next_known.next_known_position >= turns.turn_position
            and (
                turns.next_turn_position is null
                or with_next_known.next_known_position < turns.next_turn_position
            )

)

select * from final
