{{ config(meta={'holds': 'changes'}) }}
-- A session is told by the row of its first event here; its id follows from that event's.
with

runs as (

    select
        row_id,
        run_id,
        position
    from {{ ref('int_events__run') }}

),

cuts as (

    select row_id from {{ ref('int_session_cuts') }}

),

-- a run without cuts is one session
cut_runs as (

    select distinct runs.run_id
    from runs
    inner join cuts on runs.row_id = cuts.row_id

),

whole_runs as (

    select
        runs.row_id,
        runs.run_id as first_row_id,
        runs.position as event_number
    from runs
    left join cut_runs on runs.run_id = cut_runs.run_id
    where cut_runs.run_id is null

),

with_cuts as (

    select
        runs.row_id,
        runs.position,
        -- the first event of the run is a cut, too
        {{ last_known('cuts.row_id') }} over in_order as first_row_id,
        {{ last_known('case when cuts.row_id is not null then runs.position end') }}
            over in_order as first_position
    from runs
    inner join cut_runs on runs.run_id = cut_runs.run_id
    left join cuts on runs.row_id = cuts.row_id
    window in_order as (
        partition by runs.run_id
        order by runs.position
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

    select * from whole_runs
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
