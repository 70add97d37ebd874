{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={'replaces': {'keys': ['session_id'], 'listed_in': 'int_sessions__touched'}},
) }}
-- depends_on: {{ ref('int_sessions__touched') }}

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

described as (

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
        ends.entry_page_path,
        ends.exit_page_path,
        channels.channel,
        channels.outside_referrer_host as referrer_host,
        ends.utm_source,
        ends.utm_medium,
        ends.utm_campaign,
        ends.utm_term,
        ends.utm_content,
        ends.device_type,
        ends.country
    from bounds
    inner join ends on bounds.session_id = ends.session_id
    left join channels on ends.origin_key = channels.origin_key
    {% if is_incremental() %}
    -- where only a server's event joined or left, all but the measures stays
    union all
    select
        kept.session_id,
        kept.stream_id,
        kept.person_id,
        kept.account_id,
        kept.source,
        kept.platform,
        kept.tracker_session_id,
        kept.started_at,
        kept.ended_at,
        kept.entry_page_path,
        kept.exit_page_path,
        kept.channel,
        kept.referrer_host,
        kept.utm_source,
        kept.utm_medium,
        kept.utm_campaign,
        kept.utm_term,
        kept.utm_content,
        kept.device_type,
        kept.country
    from {{ this }} as kept
    inner join measures on kept.session_id = measures.session_id
    left join bounds on kept.session_id = bounds.session_id
    where bounds.session_id is null
    {% endif %}

),

final as (

    select
        described.*,
        {{ seconds_between('described.started_at', 'described.ended_at') }}
            as duration_seconds,
        measures.engaged_seconds,
        cast(measures.event_count as bigint) as event_count,
        cast(measures.page_view_count as bigint) as page_view_count,
        (
            -- exclusive: just ten seconds are not longer than ten seconds
            {{ seconds_between('described.started_at', 'described.ended_at') }} > 10
            or measures.key_event_count > 0
            or measures.page_view_count >= 2
        ) as is_engaged,
        measures.is_bot
    from described
    inner join measures on described.session_id = measures.session_id

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
