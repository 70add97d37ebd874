with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

changes as (

    select
        segment_field,
        segment_value,
        change_date,
        dau_change,
        wau_change,
        mau_change
    from {{ ref('int_engagement_changes') }}

),

sessions as (

    select
        segment_field,
        segment_value,
        session_date,
        sessions,
        event_count,
        avg_session_seconds,
        median_session_seconds,
        engaged_sessions
    from {{ ref('int_engagement_sessions') }}

),

first_days as (

    select cast(min(change_date) as timestamp) as first_day
    from changes

),

-- the set of segments that anybody was ever in
segments as (

    select distinct
        segment_field,
        segment_value
    from changes

),

numbered as (

    select
        segments.segment_field,
        segments.segment_value,
        first_days.first_day,
        as_of.as_of,
        {{ each_number_to(periods_between(
            "'day'", 'first_days.first_day',
            '(' ~ start_of_period("'day'", utc_to_local('as_of.as_of')) ~ ')'
        )) }} as number
    from segments
    cross join first_days
    cross join as_of

),

dates as (

    select
        segment_field,
        segment_value,
        cast({{ add_periods("'day'", 'first_day', 'number') }} as date) as active_date,
        {{ local_to_utc(add_periods("'day'", 'first_day', 'number + 1')) }} <= as_of
            as is_complete
    from numbered

),

counted as (

    select
        dates.segment_field,
        dates.segment_value,
        dates.active_date,
        dates.is_complete,
        sum(coalesce(changes.dau_change, 0)) over so_far as dau,
        sum(coalesce(changes.wau_change, 0)) over so_far as wau,
        sum(coalesce(changes.mau_change, 0)) over so_far as mau
    from dates
    left join changes
        on
            dates.segment_field = changes.segment_field
            and dates.segment_value = changes.segment_value
            and dates.active_date = changes.change_date
    window so_far as (
        partition by dates.segment_field, dates.segment_value
        order by dates.active_date
        rows between unbounded preceding and current row
    )

),

final as (

    select
        counted.active_date,
        counted.segment_field,
        counted.segment_value,
        case
            when counted.segment_field = 'all' then 'all'
            else counted.segment_field || '=' || counted.segment_value
        end as segment,
        cast(counted.dau as bigint) as dau,
        cast(counted.wau as bigint) as wau,
        cast(counted.mau as bigint) as mau,
        cast(counted.dau as double) / nullif(counted.mau, 0) as stickiness_rate,
        cast(coalesce(sessions.sessions, 0) as bigint) as sessions,
        cast(sessions.event_count as double) / sessions.sessions as events_per_session,
        sessions.avg_session_seconds,
        sessions.median_session_seconds,
        cast(sessions.sessions - sessions.engaged_sessions as double)
        / sessions.sessions as bounce_rate,
        cast(sessions.engaged_sessions as double) / sessions.sessions as engaged_rate,
        counted.is_complete
    from counted
    left join sessions
        on
            counted.segment_field = sessions.segment_field
            and counted.segment_value = sessions.segment_value
            and counted.active_date = sessions.session_date

)

select
    active_date as date,
    segment,
    segment_field,
    segment_value,
    dau,
    wau,
    mau,
    stickiness_rate,
    sessions,
    events_per_session,
    avg_session_seconds,
    median_session_seconds,
    bounce_rate,
    engaged_rate,
    is_complete
from final
