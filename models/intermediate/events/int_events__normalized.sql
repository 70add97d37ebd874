{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select * from {{ ref('int_events__unioned') }}

),

names as (

    select
        source,
        raw_event_name,
        event_type,
        event_name
    from {{ ref('int_event_names__normalized') }}

),

settings as (

    select
        source,
        timestamp_trust
    from {{ ref('int_source_settings__defined') }}

),

placeholders as (

    select identifier from {{ ref('placeholder_identifiers') }}

),

cleaned as (

    select
        *,
        {{ parse_utc('event_timestamp') }} as tracked_at,
        nullif({{ trimmed('message_id') }}, '') as clean_message_id,
        {{ clean_identifier('user_id') }} as clean_user_id,
        {{ clean_identifier('anonymous_id') }} as clean_anonymous_id,
        {{ clean_identifier('device_id') }} as clean_device_id,
        {{ clean_identifier('account_id') }} as clean_account_id,
        {{ clean_identifier('previous_id') }} as clean_previous_id
    from events
    where defect is null

),

identified as (

    select
        cleaned.row_id,
        cleaned.source,
        cleaned.load_date,
        cleaned.file,
        cleaned.line_number,
        cleaned.wrong_types,
        -- a name that is no text is none
        case
            when instr(cleaned.wrong_types, 'wrong_type:event') = 0 then names.event_name
        end as event_name,
        coalesce(cleaned.event_type, 'track') as event_type,
        cleaned.event_timestamp,
        -- the device's clock is off by what lies between its sending and our receiving
        case
            when settings.timestamp_trust = 'client'
                then coalesce(
                    {{ add_microseconds(
                        'cleaned.tracked_at',
                        microseconds('cleaned.received_at') ~ ' - ' ~ microseconds('cleaned.sent_at')
                    ) }},
                    cleaned.tracked_at
                )
            else cleaned.tracked_at
        end as occurred_at,
        cleaned.received_at,
        case
            when user_words.identifier is null then cleaned.clean_user_id
        end as user_id,
        case
            when anonymous_words.identifier is null then cleaned.clean_anonymous_id
        end as anonymous_id,
        case
            when device_words.identifier is null then cleaned.clean_device_id
        end as device_id,
        case
            when account_words.identifier is null then cleaned.clean_account_id
        end as account_id,
        case
            when previous_words.identifier is null then cleaned.clean_previous_id
        end as previous_id,
        case
            when cleaned.clean_message_id is not null
                then {{ surrogate_key([
                    'cleaned.source', "'message'", 'cleaned.clean_message_id',
                ]) }}
            else {{ surrogate_key([
                'cleaned.source', "'content'", 'cleaned.content_hash',
            ]) }}
        end as event_id,
        cleaned.clean_message_id is not null as has_message_id,
        -- a server that fills in the client's form with blanks knows no client
        concat_ws(
            '', cleaned.page_url, cleaned.page_title, cleaned.referrer,
            cleaned.user_agent, cleaned.app_version, cleaned.screen_width,
            cleaned.screen_height,
            cleaned.client_device_type,
            {{ trimmed('cleaned.tracker_session_id') }}
        ) <> '' as has_client_context,
        coalesce(cleaned.client_platform = 'server', false) as is_sent_by_server
    from cleaned
    left join names
        on
            cleaned.source = names.source
            and cleaned.raw_event_name is not distinct from names.raw_event_name
            and cleaned.event_type is not distinct from names.event_type
    left join settings on cleaned.source = settings.source
    left join placeholders as user_words
        on lower(cleaned.clean_user_id) = user_words.identifier
    left join placeholders as anonymous_words
        on lower(cleaned.clean_anonymous_id) = anonymous_words.identifier
    left join placeholders as device_words
        on lower(cleaned.clean_device_id) = device_words.identifier
    left join placeholders as account_words
        on lower(cleaned.clean_account_id) = account_words.identifier
    left join placeholders as previous_words
        on lower(cleaned.clean_previous_id) = previous_words.identifier

),

final as (

    select
        row_id,
        source,
        load_date,
        file,
        line_number,
        wrong_types,
        event_name,
        event_type,
        event_timestamp,
        occurred_at,
        received_at,
        -- without a receipt the load stands in: its first moment for who came first, its
        -- last one for what lies in the future
        coalesce(received_at, cast(load_date as timestamp)) as first_received_at,
        coalesce(
            received_at, cast(load_date as timestamp) + interval 1 day
        ) as receipt_at,
        user_id,
        anonymous_id,
        device_id,
        account_id,
        previous_id,
        event_id,
        has_message_id,
        -- a server's event knows its user and nothing of a client
        (
            user_id is not null
            and anonymous_id is null
            and device_id is null
            and (is_sent_by_server or not has_client_context)
        ) as is_server_side
    from identified

)

select * from final
