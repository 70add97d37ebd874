{{ config(
    materialized='staged',
    enabled='ga4' in var('sources'),
    meta={'holds': 'changes'},
) }}

with

readable as (

    {{ raw_events('ga4') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', ga4_fields()) }} as fields
    from readable

),

unfolded as (

    select
        *,
        coalesce(fields.event_name, fields.name) as event_name,
        fields.event_name is null and fields.name is not null as is_flat,
        {{ ga4_known('fields.user_pseudo_id') }} as user_pseudo_id,
        {{ ga4_known('fields.user_id') }} as user_id,
        {{ ga4_array('fields.event_params') }} as event_params,
        {{ ga4_array('fields.user_properties') }} as user_properties,
        {{ ga4_array('fields.items') }} as items
    from parsed

),

with_parameters as (

    select
        *,
        case
            when is_flat then {{ ga4_flat_parameters('document') }}
            else {{ ga4_parameters('event_params') }}
        end as parameters,
        {{ ga4_parameters('user_properties') }} as traits,
        {{ ga4_purchase('items', 'fields.ecommerce') }} as purchase
    from unfolded

),

with_said as (

    select
        *,
        {{ json_fields('parameters', {
            'ga_session_id': 'text', 'page_location': 'text', 'page_referrer': 'text',
            'page_title': 'text', 'source': 'text', 'medium': 'text', 'campaign': 'text',
            'term': 'text', 'content': 'text', 'gclid': 'text', 'dclid': 'text',
            'firebase_screen': 'text', 'screen_name': 'text',
            'firebase_screen_class': 'text', 'account_id': 'text', 'group_id': 'text',
        }) }} as said,
        {{ json_member('traits', "'account_id'") }} as account_of_user,
        coalesce(
            {{ iso_instant(epoch_instant('fields.event_timestamp', '1')) }},
            fields.event_timestamp,
            fields.timestamp
        ) as event_timestamp
    from with_parameters

),

renamed as (

    select
        -- keys
        row_id,
        cast('ga4' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row: the export has tables of users, too
        case
            when
                defect is null
                and event_name is null
                and fields.last_updated_date is not null
                then 'not_an_event:users'
            else defect
        end as defect,
        raw,
        case
            when
                {{ json_kind('fields.event_params') }} is not null
                and event_params is null
                then 'unusable:event_params'
        end as notes,

        -- what happened
        event_name as raw_event_name,
        {{ ga4_event_type('event_name') }} as event_type,
        {{ json_united('parameters', 'purchase') }} as properties,
        -- of a group what its own event says, else the user's properties
        case when event_name in ('join_group', 'group') then parameters else traits end
            as traits,
        {{ ga4_consent() }} as consent,

        -- when
        event_timestamp,

        -- who: no event has an id: it is what it says, and its place in its batch
        {{ surrogate_key([
            'fields.stream_id', 'coalesce(user_pseudo_id, user_id)', 'event_name',
            'event_timestamp', 'parameters', 'fields.batch_page_id', 'fields.batch_ordering_id',
            'fields.batch_event_index',
        ]) }} as content_hash,
        -- a day is exported again as a whole
        coalesce(fields.stream_id, '') || '|'
        || replace(coalesce(fields.event_date, fields.date), '-', '') as replace_key,
        {{ ga4_delivery('is_flat', "coalesce(lower(fields.is_intraday) = 'true', false)
            or instr(lower(file), 'intraday') > 0") }} as replace_rank,
        user_id,
        user_pseudo_id as anonymous_id,
        coalesce(
            {{ ga4_said('device', 'vendor_id') }},
            {{ ga4_said('device', 'advertising_id') }}
        ) as device_id,
        coalesce(said.account_id, said.group_id, account_of_user) as account_id,
        -- its number is the second it began in, which visitors share
        user_pseudo_id || '.' || said.ga_session_id as tracker_session_id,

        -- where
        {{ ga4_said('app_info', 'version') }} as app_version,
        replace(lower({{ ga4_said('device', 'category') }}), 'smart tv', 'tv')
            as client_device_type,
        said.page_title,
        said.page_location as page_url,
        said.page_referrer as referrer,
        {{ ga4_campaign('manual_source', 'source') }} as campaign_source,
        {{ ga4_campaign('manual_medium', 'medium') }} as campaign_medium,
        {{ ga4_campaign('manual_campaign_name', 'campaign') }} as campaign_name,
        {{ ga4_campaign('manual_term', 'term') }} as campaign_term,
        {{ ga4_campaign('manual_content', 'content') }} as campaign_content,
        case
            {% for name in ['gclid', 'dclid'] %}
            when {{ ga4_said('collected_traffic_source', name) }} <> '' then '{{ name }}'
            when said.{{ name }} <> '' then '{{ name }}'
            {% endfor %}
        end as client_click_id,
        {{ ga4_said('geo', 'country') }} as country,
        {{ ga4_said('geo', 'region') }} as region,
        {{ ga4_said('geo', 'city') }} as city,
        coalesce(said.firebase_screen, said.screen_name, said.firebase_screen_class)
            as screen_name,
        case
            when lower(fields.platform) in ('ios', 'android') then 'app'
            else lower({{ ga4_known('fields.platform') }})
        end as client_platform

    from with_said

)

select * from renamed
