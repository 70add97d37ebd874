{{ config(meta={'holds': 'changes'}) }}
-- A session is told by the row of its first event here; its id follows from that event's.
with

blocks as (

    select
        row_id,
        block_id,
        position
    from {{ ref('int_activity_blocks') }}

),

cuts as (

    select row_id from {{ ref('int_session_cuts') }}

),

-- a block without cuts is one session
cut_blocks as (

    select distinct blocks.block_id
    from blocks
    inner join cuts on blocks.row_id = cuts.row_id

),

whole_blocks as (

    select
        blocks.row_id,
        blocks.block_id as first_row_id,
        blocks.position as event_number
    from blocks
    left join cut_blocks on blocks.block_id = cut_blocks.block_id
    where cut_blocks.block_id is null

),

with_cuts as (

    select
        blocks.row_id,
        blocks.position,
        -- the first event of the block is a cut, too
        {{ last_known('cuts.row_id') }} over in_order as first_row_id,
        {{ last_known('case when cuts.row_id is not null then blocks.position end') }}
            over in_order as first_position
    from blocks
    inner join cut_blocks on blocks.block_id = cut_blocks.block_id
    left join cuts on blocks.row_id = cuts.row_id
    window in_order as (
        partition by blocks.block_id
        order by blocks.position
        rows between unbounded preceding and current row
    )

),

tracked as (

    select
        events.row_id,
        first_value(events.row_id) over in_order as first_row_id,
        row_number() over in_order as event_number
    from {{ ref('int_events__identified') }} as events
    inner join {{ ref('int_source_settings__defined') }} as settings
        on events.source = settings.source
    where
        settings.session_rule = 'tracker'
        and events.tracker_session_id is not null
    window in_order as (
        partition by events.stream_id, events.tracker_session_id
        order by events.occurred_at, events.arrival
    )

),

final as (

    select * from whole_blocks
    union all
    select
        row_id,
        first_row_id,
        position - first_position + 1 as event_number
    from with_cuts
    union all
    select * from tracked

)

select * from final
