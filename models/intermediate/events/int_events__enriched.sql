{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__displaced'},
        'within': 'event_date',
        'slices': {'by': 'row_id', 'of': 'int_events__normalized'},
    },
) }}
-- depends_on: {{ ref('int_events__displaced') }}
-- the one wide write after staging: everything an event says by itself. Whose it is and
-- which session it belongs to is bound later, so that a login rewrites nothing here.
with

documents as (

    select * from {{ ref('int_events__unioned') }}

),

events as (

    select * from {{ ref('int_events__normalized') }}

),

rejected as (

    select row_id from {{ ref('int_events__rejected') }}

),

duplicated as (

    select row_id from {{ ref('int_events__duplicated') }}

),

user_agents as (

    select
        user_agent,
        browser,
        os,
        device_type,
        is_bot
    from {{ ref('int_user_agents__parsed') }}

),

taxonomy as (

    select
        event_name,
        category
    from {{ ref('int_event_taxonomy__defined') }}

),

accepted as (

    select events.*
    from events
    left join rejected on events.row_id = rejected.row_id
    left join duplicated on events.row_id = duplicated.row_id
    where
        rejected.row_id is null
        and duplicated.row_id is null

),

final as (

    select
        accepted.row_id,
        accepted.event_id,
        accepted.source,
        accepted.load_date,
        accepted.file,
        accepted.line_number,
        accepted.event_name,
        documents.raw_event_name,
        accepted.event_type,
        taxonomy.category,
        accepted.occurred_at,
        accepted.received_at,
        accepted.first_received_at,
        cast({{ utc_to_local('accepted.occurred_at') }} as date) as event_date,
        {{ surrogate_key([
            'accepted.source',
            "case when accepted.anonymous_id is not null then 'anonymous_id' "
            ~ "when accepted.device_id is not null then 'device_id' else 'user_id' end",
            'coalesce(accepted.anonymous_id, accepted.device_id, accepted.user_id)',
        ]) }} as stream_id,
        accepted.user_id,
        accepted.anonymous_id,
        accepted.device_id,
        accepted.account_id,
        accepted.previous_id,
        nullif({{ trimmed('documents.tracker_session_id') }}, '')
            as tracker_session_id,
        accepted.is_server_side,
        coalesce(
            documents.client_platform,
            case
                when accepted.is_server_side then 'server'
                when documents.page_url is not null then 'web'
                when documents.app_version is not null or accepted.event_type = 'screen'
                    then 'app'
                when documents.user_agent is not null then 'web'
            end
        ) as platform,
        {{ url_host('documents.page_url') }} as page_host,
        {{ url_path('documents.page_url') }} as page_path,
        {{ url_host('documents.referrer') }} as referrer_host,
        coalesce(
            nullif(documents.campaign_source, ''),
            {{ url_parameter('documents.page_url', 'utm_source') }}
        ) as utm_source,
        coalesce(
            nullif(documents.campaign_medium, ''),
            {{ url_parameter('documents.page_url', 'utm_medium') }}
        ) as utm_medium,
        coalesce(
            nullif(documents.campaign_name, ''),
            {{ url_parameter('documents.page_url', 'utm_campaign') }}
        ) as utm_campaign,
        coalesce(
            nullif(documents.campaign_term, ''),
            {{ url_parameter('documents.page_url', 'utm_term') }}
        ) as utm_term,
        coalesce(
            nullif(documents.campaign_content, ''),
            {{ url_parameter('documents.page_url', 'utm_content') }}
        ) as utm_content,
        user_agents.browser,
        user_agents.os,
        coalesce(
            case
                when
                    lower(documents.client_device_type)
                    in ('desktop', 'mobile', 'tablet', 'tv', 'console', 'wearable')
                    then lower(documents.client_device_type)
            end,
            user_agents.device_type
        ) as device_type,
        documents.country,
        -- a server's own programs name themselves as robots do, but nobody crawls there
        coalesce(user_agents.is_bot, false)
        and coalesce(documents.client_platform <> 'server', true) as is_bot,
        documents.properties,
        documents.traits,
        documents.consent
    from accepted
    inner join documents on accepted.row_id = documents.row_id
    left join user_agents on documents.user_agent = user_agents.user_agent
    left join taxonomy on accepted.event_name = taxonomy.event_name

)

select * from final
