{{ config(
    materialized='staged',
    enabled='amplitude' in var('sources'),
    meta={'holds': 'changes'},
) }}
{% set objects = ['event_properties', 'user_properties', 'group_properties', 'groups'] %}
{% set texts = [
    'event_time', 'client_event_time', 'server_received_time', 'session_id', 'platform',
    'version_name', 'country', 'region', 'city', '$insert_id', '_insert_id',
    'merged_amplitude_id', 'display', 'totals',
] %}
{% set members = {'event_type': 'json', 'user_id': 'json', 'device_id': 'json'} %}
{% for name in objects %}{% do members.update({name: 'json'}) %}{% endfor %}
{% for name in texts %}{% do members.update({name: 'text'}) %}{% endfor %}
{% set said_members = {} %}
{% for name in [
    '[Amplitude] Page Title', '[Amplitude] Page Location', '[Amplitude] Page URL',
    '[Amplitude] Screen Name', 'referrer', 'utm_source', 'utm_medium', 'utm_campaign',
    'utm_term', 'utm_content',
] %}{% do said_members.update({name: 'text'}) %}{% endfor %}

with

readable as (

    {{ raw_events('amplitude') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', members) }} as fields
    from readable

),

told as (

    select
        row_id,
        load_date,
        file,
        line_number,
        defect,
        raw,
        document,
        fields,
        {% for name in objects %}
        {{ json_unpacked('fields.' ~ name) }} as {{ name }},
        {% endfor %}
        {{ json_scalar('fields.event_type') }} as raw_event_name,
        nullif({{ json_identifier('fields.user_id') }}, '') as user_id,
        nullif({{ json_identifier('fields.device_id') }}, '') as told_device,
        coalesce(
            nullif(fields.{{ adapter.quote('$insert_id') }}, ''),
            nullif(fields.{{ adapter.quote('_insert_id') }}, '')
        ) as insert_id,
        nullif(fields.event_time, '') as event_time,
        {{ json_member('document', "'library'") }} as sent_by,
        -- -1 is out of session
        case when fields.session_id not in ('-1', '-1.0', '') then fields.session_id end
            as tracker_session_id
    from parsed

),

typed as (

    select
        *,
        case raw_event_name
            when '[Amplitude] Page Viewed' then 'page'
            when '[Amplitude] Screen Viewed' then 'screen'
            when '$identify' then 'identify'
            when '$groupidentify' then 'group'
            else 'track'
        end as event_type,
        {{ json_fields('event_properties', said_members) }} as said,
        -- of a server, for which Amplitude makes up a device
        user_id is not null
        and tracker_session_id is null
        and coalesce(
            {{ regexp_contains(
                'sent_by', "'^(http/|amplitude-(python|node|go|java)/)'"
            ) }},
            false
        ) as is_of_server
    from told

),

final as (

    select
        -- keys
        row_id,
        cast('amplitude' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        case
            when defect is not null or raw_event_name is not null then defect
            when fields.merged_amplitude_id is not null then 'not_an_event:merged_ids'
            when coalesce(fields.display, fields.totals) is not null
                then 'not_an_event:event_type'
        end as defect,
        concat_ws(
            '|',
            {{ wrong_type('anonymous_id', 'fields.device_id', ['string', 'number']) }},
            {{ wrong_type('event', 'fields.event_type', ['string']) }},
            {{ unpacked_problem(
                'properties', 'fields.event_properties', 'event_properties'
            ) }},
            {{ wrong_type('user_id', 'fields.user_id', ['string', 'number']) }}
        ) as wrong_types,
        raw,

        -- what happened
        raw_event_name,
        event_type,
        event_properties as properties,
        case event_type
            when 'identify' then user_properties
            when 'group' then group_properties
        end as traits,

        -- when (text: judged later): corrected for the client's clock already
        coalesce(event_time, fields.client_event_time) as event_timestamp,
        {{ parse_utc('fields.server_received_time') }} as received_at,

        -- who: an insert id is that of a device
        case when insert_id is not null then concat_ws('|', told_device, insert_id) end
            as message_id,
        -- without one, all that the row says but for the stations of its way; the uuid is
        -- that of a delivery
        case
            when insert_id is null
                then
                    md5({{ canonical_json(json_without('document', [
                        'uuid', 'client_upload_time', 'server_received_time',
                        'server_upload_time', 'processed_time', '$insert_id',
                        '_insert_id',
                    ] + loader_columns())) }})
        end as content_hash,
        user_id,
        case when not is_of_server then told_device end as anonymous_id,
        case when not is_of_server then told_device end as device_id,
        {{ account_of_groups('groups') }} as account_id,
        tracker_session_id,

        -- where
        fields.version_name as app_version,
        said.{{ adapter.quote('[Amplitude] Page Title') }} as page_title,
        coalesce(
            said.{{ adapter.quote('[Amplitude] Page Location') }},
            said.{{ adapter.quote('[Amplitude] Page URL') }}
        ) as page_url,
        said.referrer,
        said.utm_source as campaign_source,
        said.utm_medium as campaign_medium,
        said.utm_campaign as campaign_name,
        said.utm_term as campaign_term,
        said.utm_content as campaign_content,
        nullif(fields.country, '') as country,
        nullif(fields.region, '') as region,
        nullif(fields.city, '') as city,
        said.{{ adapter.quote('[Amplitude] Screen Name') }} as screen_name,
        case
            when is_of_server then 'server'
            when fields.platform = 'Web' then 'web'
            when fields.platform in ('iOS', 'Android') then 'app'
        end as client_platform
    from typed

)

select * from final
