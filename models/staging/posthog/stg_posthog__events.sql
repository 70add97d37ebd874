{{ config(
    materialized='staged',
    enabled='posthog' in var('sources'),
    meta={'holds': 'changes'},
) }}
{% set texts = posthog_members() %}
{% set members = {'$groups': 'json', '$group_set': 'json', '$set': 'json'} %}
{% for key in texts.values() %}{% do members.update({key: 'text'}) %}{% endfor %}
{% set account_group = "'" ~ var('account_group') ~ "'" %}
{% set clients = [
    'posthog-ios', 'posthog-android', 'posthog-react-native', 'posthog-flutter',
] %}
{% set servers = [
    'posthog-python', 'posthog-node', 'posthog-ruby', 'posthog-go', 'posthog-php',
    'posthog-java', 'posthog-dotnet', 'posthog-elixir', 'posthog-rs',
] %}

with

readable as (

    {{ raw_events('posthog') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'uuid': 'json', 'event': 'json', 'distinct_id': 'json', 'properties': 'json',
            'set': 'json', 'timestamp': 'text', 'created_at': 'text',
            'bq_ingested_timestamp': 'text', 'files': 'json', 'session_id': 'text',
            'person_version': 'text', 'person_distinct_id_version': 'text',
        }) }} as fields
    from readable

),

with_properties as (

    select
        *,
        {{ json_unpacked('fields.properties') }} as properties
    from parsed

),

with_said as (

    select
        *,
        {{ json_fields('properties', members) }} as said
    from with_properties

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
        properties,
        {% for name, key in texts.items() %}
        nullif(said.{{ adapter.quote(key) }}, '') as {{ name }},
        {% endfor %}
        {{ json_scalar('said.' ~ adapter.quote('$groups')) }} as account_groups,
        {{ json_unpacked('said.' ~ adapter.quote('$group_set')) }} as group_traits,
        coalesce(
            {{ json_unpacked('said.' ~ adapter.quote('$set')) }},
            {{ json_unpacked('fields.' ~ adapter.quote('set')) }}
        ) as user_traits,
        {{ json_scalar('fields.event') }} as raw_event_name,
        nullif({{ json_identifier('fields.distinct_id') }}, '') as distinct_id
    from with_said

),

typed as (

    select
        *,
        case
            when raw_event_name = '$pageview' then 'page'
            when raw_event_name = '$screen' then 'screen'
            when raw_event_name in ('$identify', '$set') then 'identify'
            when raw_event_name in ('$create_alias', '$merge_dangerously') then 'alias'
            when raw_event_name = '$groupidentify' then 'group'
            else 'track'
        end as event_type,
        -- one name for visitors and users, who are told by what else the event says; a
        -- server knows its user
        raw_event_name = '$identify'
        or told_identified = 'true'
        or told_user = distinct_id
        or (
            library in ({{ quoted_list(servers) }})
            and coalesce(told_profile, '') <> 'false'
            and coalesce(distinct_id <> '$' || group_type || '_' || group_key, true)
        ) as is_user,
        -- a browser that gives itself the name of its user
        raw_event_name = '$create_alias'
        and (told_identified = 'false' or device_id = distinct_id) as is_own_alias
    from told

),

final as (

    select
        -- keys
        row_id,
        cast('posthog' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        case
            when defect is not null or raw_event_name is not null then defect
            when
                coalesce(fields.person_version, fields.person_distinct_id_version)
                is not null
                then 'not_an_event:persons'
            when {{ json_kind('fields.files') }} = 'array' then 'not_an_event:manifest'
            when fields.session_id is not null then 'not_an_event:sessions'
        end as defect,
        concat_ws(
            '|',
            {{ wrong_type('event', 'fields.event', ['string']) }},
            {{ wrong_type('message_id', 'fields.uuid', ['string', 'number']) }},
            {{ unpacked_problem('properties', 'fields.properties', 'properties') }},
            {{ wrong_type('user_id', 'fields.distinct_id', ['string', 'number']) }}
        ) as wrong_types,
        raw,

        -- what happened
        raw_event_name,
        event_type,
        properties,
        case event_type
            when 'identify' then user_traits
            when 'group' then group_traits
        end as traits,

        -- when (text: judged later): corrected for the client's clock already
        fields.timestamp as event_timestamp,
        coalesce(
            {{ parse_utc('fields.created_at') }},
            {{ parse_utc('fields.bq_ingested_timestamp') }}
        ) as received_at,

        -- who: a uuid may be that of several events
        case
            when {{ trimmed(json_scalar('fields.uuid')) }} <> ''
                then concat_ws(
                    '|', {{ json_scalar('fields.uuid') }}, distinct_id, raw_event_name,
                    coalesce(
                        {{ iso_instant(parse_utc('fields.timestamp')) }}, fields.timestamp
                    )
                )
        end as message_id,
        -- without one, all that the row says but for what ingestion adds
        case
            when coalesce({{ trimmed(json_scalar('fields.uuid')) }}, '') = ''
                then
                    md5({{ canonical_json(json_without('document', [
                        'uuid', 'person_id', 'person_properties', 'created_at',
                        '_inserted_at', 'bq_ingested_timestamp',
                    ] + loader_columns())) }})
        end as content_hash,
        case
            when is_own_alias then alias_id
            when is_user or event_type = 'alias' then distinct_id
        end as user_id,
        -- of somebody who is known the device, whose first visitor has its id: a login
        -- does not end the visit
        case
            when raw_event_name = '$identify' then coalesce(anon_distinct_id, device_id)
            when is_own_alias then distinct_id
            when is_user or event_type = 'alias' then device_id
            else distinct_id
        end as anonymous_id,
        device_id,
        case
            when event_type <> 'group' then {{ account_of_groups('account_groups') }}
            -- a group of another type is none where the event names an account, too
            when group_type = {{ account_group }} then group_key
            when {{ json_member('account_groups', account_group) }} is null then group_key
        end as account_id,
        case
            when is_own_alias then distinct_id
            when event_type = 'alias' then alias_id
        end as previous_id,
        tracker_session_id,

        -- where
        app_version,
        client_device_type,
        screen_width,
        screen_height,
        page_title,
        user_agent,
        page_url,
        nullif(told_referrer, '$direct') as referrer,
        campaign_source,
        campaign_medium,
        campaign_name,
        campaign_term,
        campaign_content,
        country,
        region,
        city,
        screen_name,
        case
            when library in ('web', 'js') then 'web'
            when library in ({{ quoted_list(clients) }}) then 'app'
            when library in ({{ quoted_list(servers) }}) then 'server'
        end as client_platform
    from typed

)

select * from final
