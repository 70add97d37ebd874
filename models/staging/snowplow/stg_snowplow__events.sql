{{ config(
    materialized='staged',
    enabled='snowplow' in var('sources'),
    meta={'holds': 'changes'},
) }}

with

readable as (

    {{ raw_events('snowplow') }}

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
        {{ snowplow_properties('document') }} as properties, -- noqa: PRS
        {{ json_fields('document', {
            'event': 'text', 'event_name': 'text', 'event_id': 'text', 'platform': 'text',
            'user_id': 'text', 'domain_userid': 'text', 'network_userid': 'text',
            'domain_sessionid': 'text', 'true_tstamp': 'text', 'derived_tstamp': 'text',
            'collector_tstamp': 'text', 'page_url': 'text', 'page_title': 'text',
            'page_referrer': 'text', 'refr_medium': 'text', 'mkt_source': 'text',
            'mkt_medium': 'text', 'mkt_campaign': 'text', 'mkt_term': 'text',
            'mkt_content': 'text', 'mkt_clickid': 'text', 'mkt_network': 'text',
            'useragent': 'text', 'geo_country': 'text',
            'geo_region_name': 'text', 'geo_region': 'text', 'geo_city': 'text',
            'dvce_screenwidth': 'text', 'dvce_screenheight': 'text',
        }) }} as fields
    from readable

),

with_entities as (

    select
        row_id,
        load_date,
        file,
        line_number,
        defect,
        raw,
        document,
        properties,
        fields,
        {{ json_fields('properties', {
            'type': 'text',
            'client_session': {
                'session_id': 'text', 'sessionId': 'text', 'user_id': 'text', 'userId': 'text',
            },
            'mobile_context': {
                'apple_idfv': 'text', 'appleIdfv': 'text', 'android_idfa': 'text',
                'androidIdfa': 'text', 'apple_idfa': 'text', 'appleIdfa': 'text',
            },
        }) }} as entities,
        {{ parse_utc('fields.collector_tstamp') }} as received_at,
        {{ parse_utc('fields.true_tstamp') }} as true_at,
        {{ parse_utc('fields.derived_tstamp') }} as derived_at
    from parsed

),

with_times as (

    select
        *,
        true_at >= timestamp '2000-01-01 00:00:00'
        and coalesce(true_at <= received_at + interval 1 day, true) as is_true_usable,
        derived_at >= timestamp '2000-01-01 00:00:00'
        and coalesce(derived_at <= received_at + interval 1 day, true)
            as is_derived_usable
    from with_entities

),

renamed as (

    select
        -- keys
        row_id,
        cast('snowplow' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        defect,
        raw,
        nullif(concat_ws(
            '|',
            case
                when
                    nullif(fields.true_tstamp, '') is not null
                    and not coalesce(is_true_usable, false)
                    then 'unusable:true_tstamp'
            end,
            case
                when
                    nullif(fields.derived_tstamp, '') is not null
                    and not coalesce(is_derived_usable, false)
                    then 'unusable:derived_tstamp'
            end
        ), '') as notes,

        -- what happened: the shop's action types are the events people know
        case
            when fields.event_name = 'snowplow_ecommerce_action'
                then coalesce(entities.type, fields.event_name)
            else coalesce(fields.event_name, fields.event)
        end as raw_event_name,
        case
            when fields.event_name = 'page_view' or fields.event = 'page_view' then 'page'
            when fields.event_name = 'screen_view' then 'screen'
            else 'track'
        end as event_type,
        properties,

        -- when: the derived time is corrected for the device clock: hence no sent_at. One
        -- that cannot be is passed over; where all are, the first is judged
        coalesce(
            case when is_true_usable then fields.true_tstamp end,
            case when is_derived_usable then fields.derived_tstamp end,
            case when received_at is not null then fields.collector_tstamp end,
            fields.true_tstamp,
            fields.derived_tstamp,
            fields.collector_tstamp
        ) as event_timestamp,
        received_at,

        -- who: a phone app's install is told by its client session
        fields.event_id as message_id,
        -- without an id, all that the row says but for the stations of its way
        case
            when coalesce({{ trimmed('fields.event_id') }}, '') = ''
                then
                    md5({{ canonical_json(json_without('document', [
                        'event_id', 'dvce_sent_tstamp', 'collector_tstamp', 'etl_tstamp',
                        'derived_tstamp', 'load_tstamp',
                    ])) }})
        end as content_hash,
        fields.user_id,
        coalesce(
            fields.domain_userid,
            entities.client_session.user_id,
            entities.client_session.userid
        ) as anonymous_id,
        -- set by the collector: a browser's cookie, of no meaning for servers; of a phone
        -- the id for its vendor's apps, else for advertisers
        case
            when fields.platform = 'web' then fields.network_userid
            else coalesce(
                entities.mobile_context.apple_idfv,
                entities.mobile_context.appleidfv,
                entities.mobile_context.android_idfa,
                entities.mobile_context.androididfa,
                entities.mobile_context.apple_idfa,
                entities.mobile_context.appleidfa
            )
        end as device_id,
        coalesce(
            entities.client_session.session_id,
            entities.client_session.sessionid,
            fields.domain_sessionid
        ) as tracker_session_id,

        -- where
        fields.dvce_screenwidth as screen_width,
        fields.dvce_screenheight as screen_height,
        fields.page_title,
        fields.useragent as user_agent,
        fields.page_url,
        fields.page_referrer as referrer,
        -- by the collector's own list of referrers
        case fields.refr_medium
            when 'chatbot' then 'ai_assistant'
            when 'unknown' then null
            when 'paid' then null
            else fields.refr_medium
        end as client_referrer_class,
        fields.mkt_source as campaign_source,
        fields.mkt_medium as campaign_medium,
        fields.mkt_campaign as campaign_name,
        fields.mkt_term as campaign_term,
        fields.mkt_content as campaign_content,
        -- the network whose click the collector found in the page's URL
        case
            when fields.mkt_clickid is null then null
            when fields.mkt_network = 'Google' then 'gclid'
            when fields.mkt_network = 'Microsoft' then 'msclkid'
            when fields.mkt_network = 'DoubleClick' then 'dclid'
        end as client_click_id,
        fields.geo_country as country,
        coalesce(
            nullif(fields.geo_region_name, ''), nullif(fields.geo_region, '')
        ) as region,
        nullif(fields.geo_city, '') as city,
        case
            when fields.event_name = 'screen_view'
                then {{ json_member('properties', "'name'") }}
        end as screen_name,
        case fields.platform
            when 'mob' then 'app'
            when 'srv' then 'server'
            else fields.platform
        end as client_platform

    from with_times

)

select * from renamed
