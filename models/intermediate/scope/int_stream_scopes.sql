{{ config(meta={'holds': 'changes', 'reads_back': ['int_session_runs']}) }}
-- Sessions are cut from runs, and a run is cut again as a whole: of each touched stream,
-- what lies between the first and the last run that a touched event is in, or near.
with

settings as (

    select
        source,
        session_rule,
        timeout_microseconds,
        split_on_campaign
    from {{ ref('int_source_settings__defined') }}

),

touched as (

    select
        events.stream_id,
        settings.timeout_microseconds,
        settings.split_on_campaign,
        min({{ microseconds('events.occurred_at') }}) as first_microsecond,
        max({{ microseconds('events.occurred_at') }}) as last_microsecond
    from {{ ref('int_touched_events') }} as events
    inner join settings on events.source = settings.source
    where
        settings.session_rule = 'gap'
        and not events.is_server_side
    group by
        events.stream_id,
        settings.timeout_microseconds,
        settings.split_on_campaign

),

runs as (

    {% if is_full_rebuild() %}
    select
        stream_id,
        first_microsecond,
        last_microsecond
    from touched
    where false
    {% else %}
    select
        stream_id,
        first_microsecond,
        last_microsecond
    from {{ as_kept('int_session_runs') }}
    {% endif %}

),

final as (

    select
        touched.stream_id,
        least(touched.first_microsecond, min(runs.first_microsecond))
            as first_microsecond,
        greatest(touched.last_microsecond, max(runs.last_microsecond))
            as last_microsecond
    from touched
    left join runs
        on
            touched.stream_id = runs.stream_id
            and (
                -- the campaign in force reaches over any pause
                touched.split_on_campaign
                or (
                    runs.last_microsecond
                    >= touched.first_microsecond - touched.timeout_microseconds
                    and runs.first_microsecond
                    <= touched.last_microsecond + touched.timeout_microseconds
                )
            )
    group by
        touched.stream_id,
        touched.first_microsecond,
        touched.last_microsecond

)

select * from final
