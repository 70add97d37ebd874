{{ config(
    materialized='staged',
    enabled='tracker' in var('sources'),
    meta={'holds': 'changes'},
) }}
-- depends_on: {{ ref('landing_files') }}

with

readable as (

    {{ raw_events('tracker') }}

),

parsed as (

    select
        row_id,
        load_date,
        file,
        line_number,
        defect,
        raw,
        document,
        {{ json_fields('document', {
            'event': 'json', 'event_name': 'json', 'type': 'json', 'timestamp': 'json',
            'message_id': 'json', 'sent_at': 'json', 'received_at': 'json',
            'user_id': 'json', 'anonymous_id': 'json', 'device_id': 'json',
            'session_id': 'json', 'account_id': 'json', 'previous_id': 'json',
            'properties': 'json', 'traits': 'json', 'consent': 'json',
            'context': {
                'page': {'url': 'text', 'referrer': 'text', 'title': 'text'},
                'campaign': {
                    'source': 'text', 'medium': 'text', 'name': 'text',
                    'term': 'text', 'content': 'text',
                },
                'user_agent': 'text',
                'app': {'version': 'text'},
                'screen': {'width': 'text', 'height': 'text'},
                'device': {'id': 'text', 'type': 'text'},
            },
        }) }} as fields
    from readable

),

with_context as (

    select
        row_id,
        load_date,
        file,
        line_number,
        defect,
        raw,
        document,
        fields,
        -- the two spellings of the name: the first that is there is judged
        case
            when {{ json_kind('fields.event') }} is not null then fields.event
            else fields.event_name
        end as event,
        case
            when {{ json_kind('fields.properties') }} = 'object'
                then cast(fields.properties as {{ dbt.type_string() }})
        end as properties,
        fields.context
    from parsed

),

renamed as (

    select
        -- keys
        row_id,
        cast('tracker' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        defect,
        concat_ws(
            '|',
            {{ wrong_type('account_id', 'fields.account_id', ['string', 'number']) }},
            {{ wrong_type('anonymous_id', 'fields.anonymous_id', ['string', 'number']) }},
            {{ wrong_type('consent', 'fields.consent', ['object']) }},
            -- what has a field inside is an object
            case
                when
                    coalesce(
                        context.page.url, context.page.referrer, context.page.title,
                        context.campaign.source, context.campaign.medium,
                        context.campaign.name, context.campaign.term,
                        context.campaign.content, context.user_agent,
                        context.app.version, context.screen.width,
                        context.screen.height, context.device.id, context.device.type
                    ) is null
                    and {{ json_member_kind('document', "'context'") }} <> 'object'
                    then 'wrong_type:context'
            end,
            {{ wrong_type('device_id', 'fields.device_id', ['string', 'number']) }},
            {{ wrong_type('event', 'event', ['string']) }},
            {{ wrong_type('message_id', 'fields.message_id', ['string', 'number']) }},
            {{ wrong_type('previous_id', 'fields.previous_id', ['string', 'number']) }},
            {{ wrong_type('properties', 'fields.properties', ['object']) }},
            {{ wrong_type('session_id', 'fields.session_id', ['string', 'number']) }},
            {{ wrong_type('timestamp', 'fields.timestamp', ['string']) }},
            {{ wrong_type('traits', 'fields.traits', ['object']) }},
            {{ wrong_type('type', 'fields.type', ['string']) }},
            {{ wrong_type('user_id', 'fields.user_id', ['string', 'number']) }}
        ) as wrong_types,
        raw,

        -- what happened
        {{ json_scalar('event') }} as raw_event_name,
        {{ json_scalar('fields.type') }} as event_type,
        properties,
        cast(fields.traits as {{ dbt.type_string() }}) as traits,
        cast(fields.consent as {{ dbt.type_string() }}) as consent,

        -- when (text: judged later)
        {{ json_scalar('fields.timestamp') }} as event_timestamp,
        {{ parse_utc(json_scalar('fields.sent_at')) }} as sent_at,
        {{ parse_utc(json_scalar('fields.received_at')) }} as received_at,

        -- who
        {{ json_scalar('fields.message_id') }} as message_id,
        -- without an id, all that the row says but for when it was sent and received
        case
            when coalesce({{ trimmed(json_scalar('fields.message_id')) }}, '') = ''
                then
                    md5({{ canonical_json(json_without('document', [
                        'message_id', 'sent_at', 'received_at',
                    ])) }})
        end as content_hash,
        {{ json_identifier('fields.user_id') }} as user_id,
        {{ json_identifier('fields.anonymous_id') }} as anonymous_id,
        coalesce(
            {{ json_identifier('fields.device_id') }}, context.device.id
        ) as device_id,
        {{ json_identifier('fields.account_id') }} as account_id,
        {{ json_identifier('fields.previous_id') }} as previous_id,
        {{ json_identifier('fields.session_id') }} as tracker_session_id,

        -- where
        context.app.version as app_version,
        context.device.type as client_device_type,
        context.screen.width as screen_width,
        context.screen.height as screen_height,
        context.page.title as page_title,
        coalesce(
            nullif(context.user_agent, ''),
            {{ json_member('properties', "'user_agent'") }}
        ) as user_agent,
        coalesce(
            nullif(context.page.url, ''),
            {{ json_member('properties', "'page_url'") }}
        ) as page_url,
        coalesce(
            nullif(context.page.referrer, ''),
            {{ json_member('properties', "'referrer'") }}
        ) as referrer,
        context.campaign.source as campaign_source,
        context.campaign.medium as campaign_medium,
        context.campaign.name as campaign_name,
        context.campaign.term as campaign_term,
        context.campaign.content as campaign_content
    from with_context

)

select * from renamed
