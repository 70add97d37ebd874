{{ config(meta={'holds': 'changes'}) }}

with

runs as (

    select
        row_id,
        event_id,
        stream_id,
        microsecond,
        run_number
    from {{ ref('int_events__run') }}

),

cuts as (

    select row_id from {{ ref('int_session_cuts') }}

),

tracked as (

    select
        events.row_id,
        events.event_id,
        events.source,
        events.occurred_at,
        events.tracker_session_id
    from {{ ref('int_events__in_scope') }} as events
    inner join {{ ref('int_source_settings__defined') }} as settings
        on events.source = settings.source
    where
        settings.session_rule = 'tracker'
        and events.tracker_session_id is not null
        and not events.is_server_side

),

-- runs that are cut are few: only their events are numbered by cut first
cut_runs as (

    select distinct
        runs.stream_id,
        runs.run_number
    from runs
    inner join cuts on runs.row_id = cuts.row_id

),

with_cut_numbers as (

    select
        runs.row_id,
        runs.event_id,
        runs.stream_id,
        runs.microsecond,
        runs.run_number,
        -- the first event of the run is a cut, too
        count(cuts.row_id) over (
            partition by runs.stream_id, runs.run_number
            order by runs.microsecond, runs.event_id
            rows between unbounded preceding and current row
        ) as cut_number
    from runs
    inner join cut_runs
        on
            runs.stream_id = cut_runs.stream_id
            and runs.run_number = cut_runs.run_number
    left join cuts on runs.row_id = cuts.row_id

),

numbered as (

    select
        runs.row_id,
        runs.event_id,
        runs.stream_id,
        runs.microsecond,
        runs.run_number,
        coalesce(with_cut_numbers.cut_number, 0) as cut_number
    from runs
    left join with_cut_numbers on runs.row_id = with_cut_numbers.row_id

),

-- the id hangs on the first event, not on a number: a late event that opens an older
-- session must not rename the newer ones
by_gap as (

    select
        row_id,
        first_value(event_id) over (
            partition by stream_id, run_number, cut_number
            order by microsecond, event_id
        ) as first_event_id,
        row_number() over (
            partition by stream_id, run_number, cut_number
            order by microsecond, event_id
        ) as event_number
    from numbered

),

by_tracker as (

    select
        row_id,
        first_value(event_id) over (
            partition by source, tracker_session_id
            order by occurred_at, event_id
        ) as first_event_id,
        row_number() over (
            partition by source, tracker_session_id
            order by occurred_at, event_id
        ) as event_number
    from tracked

),

labelled as (

    select * from by_gap
    union all
    select * from by_tracker

),

final as (

    select
        row_id,
        first_event_id,
        event_number,
        {{ surrogate_key(["'session'", 'first_event_id']) }} as session_id
    from labelled

)

select * from final
