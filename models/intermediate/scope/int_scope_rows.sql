{{ config(meta={'holds': 'changes'}) }}
{% set stream_scopes = ref('int_stream_scopes') %}
{% set touched_events = ref('int_touched_events') %}
{% set source_settings_defined = ref('int_source_settings__defined') %}

with

{% if is_full_rebuild() %}
final as (

    select row_id
    from {{ ref('int_events__enriched') }}
    where false

)
{% else %}
touched as (

    select
        row_id,
        source,
        stream_id,
        tracker_session_id
    from {{ touched_events }}
    where not is_server_side

),

tracked as (

    select
        touched.stream_id,
        touched.tracker_session_id
    from touched
    inner join {{ source_settings_defined }} as settings
        on touched.source = settings.source
    where
        settings.session_rule = 'tracker'
        and touched.tracker_session_id is not null
    group by
        touched.stream_id,
        touched.tracker_session_id

),

scopes as (

    select
        stream_id,
        first_microsecond,
        last_microsecond
    from {{ stream_scopes }}

),

-- the events stand here twice: under one name, read twice, all of them would be written
-- down first
rows_in_scope as (

    select events.row_id
    from {{ ref('int_events__enriched') }} as events
    inner join scopes
        on
            events.stream_id = scopes.stream_id
            and {{ microseconds('events.occurred_at') }} >= scopes.first_microsecond
            and {{ microseconds('events.occurred_at') }} <= scopes.last_microsecond
    where not events.is_server_side
    union all
    select events.row_id
    from {{ ref('int_events__enriched') }} as events
    inner join tracked
        on
            events.stream_id = tracked.stream_id
            and events.tracker_session_id = tracked.tracker_session_id
    where not events.is_server_side
    union all
    -- events of no session are in no stream's scope
    select row_id from touched

),

final as (

    select row_id
    from rows_in_scope
    group by row_id

)
{% endif %}

select * from final
