with

bounds as (

    select * from {{ ref('int_sessions__bounded') }}

),

measures as (

    select * from {{ ref('int_sessions__measured') }}

),

ends as (

    select * from {{ ref('int_session_ends') }}

),

channels as (

    select * from {{ ref('int_session_channels') }}

),

final as (

    select
        bounds.session_id,
        ends.stream_id,
        bounds.person_id,
        ends.account_id,
        ends.source,
        ends.platform,
        ends.tracker_session_id,
        bounds.started_at,
        bounds.ended_at,
        {{ seconds_between('bounds.started_at', 'bounds.ended_at') }} as duration_seconds,
        measures.engaged_seconds,
        cast(measures.event_count as bigint) as event_count,
        cast(measures.page_view_count as bigint) as page_view_count,
        (
            -- exclusive: just ten seconds are not longer than ten seconds
            {{ seconds_between('bounds.started_at', 'bounds.ended_at') }} > 10
            or measures.key_event_count > 0
            or measures.page_view_count >= 2
        ) as is_engaged,
        ends.entry_page_path,
        ends.exit_page_path,
        channels.channel,
        ends.referrer_host,
        ends.utm_source,
        ends.utm_medium,
        ends.utm_campaign,
        ends.utm_term,
        ends.utm_content,
        ends.device_type,
        ends.country,
        measures.is_bot
    from bounds
    inner join measures on bounds.session_id = measures.session_id
    inner join ends on bounds.session_id = ends.session_id
    left join channels
        on
            ends.utm_source is not distinct from channels.utm_source
            and ends.utm_medium is not distinct from channels.utm_medium
            and ends.referrer_host is not distinct from channels.referrer_host

)

select
    session_id,
    stream_id,
    person_id,
    account_id,
    source,
    platform,
    tracker_session_id,
    started_at,
    ended_at,
    duration_seconds,
    engaged_seconds,
    event_count,
    page_view_count,
    is_engaged,
    not is_engaged as is_bounce,
    entry_page_path,
    exit_page_path,
    channel,
    referrer_host,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_term,
    utm_content,
    device_type,
    country,
    is_bot
from final
