{{ config(
    materialized='staged',
    enabled='mixpanel' in var('sources'),
    meta={'holds': 'changes'},
) }}
{% set texts = mixpanel_members() %}
{% set said_members, flat_members = {}, {
    'event': 'json', 'event_name': 'json', 'name': 'json', 'properties': 'json',
    '$distinct_id': 'text',
} %}
{% for key in texts.values() %}
{% do said_members.update({key: 'text'}) %}
{% do flat_members.update({key.lstrip('$'): 'text'}) %}
{% endfor %}
{% set servers = ['python', 'node', 'ruby', 'php', 'java', 'go'] %}
{% set apps = ['iphone', 'swift', 'android', 'react-native', 'flutter', 'unity'] %}
{% set received = ['mp_processing_time_ms', '$mp_api_timestamp_ms', 'token'] %}
{% set read = received + ['time', 'distinct_id', '$insert_id'] %}
{% set columns = received + loader_columns() + [
    'event', 'event_name', 'name', 'event_id', 'time', 'distinct_id', 'device_id',
    'user_id', 'insert_id', 'properties', 'mp_api_timestamp_ms',
] %}
{% set says_zone = "'(Z|z|UTC|GMT|:[0-9]{2}([.,][0-9]+)?[+-][0-9]{2}(:?[0-9]{2})?)$'" %}
{% set last_of_seconds = "timestamp '2286-11-20 17:46:40'" %}

with

readable as (

    {{ raw_events('mixpanel') }}

),

-- one row: the clock that the project's times are told by
clock as (

    select coalesce(max(time_zone), 'UTC') as time_zone
    from {{ ref('source_settings') }}
    where source = 'mixpanel'

),

parsed as (

    select
        readable.*,
        clock.time_zone,
        {{ json_fields('document', flat_members) }} as flat
    from readable
    cross join clock

),

with_properties as (

    select
        *,
        {{ json_unpacked('flat.properties') }} as own_properties
    from parsed

),

with_said as (

    select
        *,
        {{ json_fields('own_properties', said_members) }} as said
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
        time_zone,
        flat,
        own_properties,
        {{ json_without('own_properties', read) }} as said_properties,
        {{ json_without('document', columns) }} as column_properties,
        {% for name, key in texts.items() %}
        coalesce(
            nullif(said.{{ adapter.quote(key) }}, ''),
            nullif(flat.{{ adapter.quote(key.lstrip('$')) }}, '')
        ) as {{ name }},
        {% endfor %}
        -- the name of a person is no event's, and has no time beside it
        coalesce(
            flat.event,
            flat.event_name,
            case when flat.time is not null then flat.name end
        ) as told_event
    from with_said

),

timed as (

    select
        *,
        {{ json_scalar('told_event') }} as raw_event_name,
        -- seconds up to 10,000,000,000, milliseconds above
        coalesce(
            case
                when {{ epoch_instant('told_time', '1000000') }} <= {{ last_of_seconds }}
                    then {{ epoch_instant('told_time', '1000000') }}
                else {{ epoch_instant('told_time', '1000') }}
            end,
            {{ parse_utc('told_time') }}
        ) as wall_clock,
        coalesce(id_before_identity, id_before_shuffle, distinct_id) as told_id,
        coalesce(failure, identity_failure) is not null as is_refused
    from told

),

identified as (

    select
        *,
        case
            when is_refused then 'track'
            when raw_event_name = '$mp_web_page_view' then 'page'
            when raw_event_name = '$identify' then 'identify'
            when raw_event_name in ('$create_alias', '$merge') then 'alias'
            else 'track'
        end as event_type,
        coalesce(
            told_user,
            case when left(told_id, 8) <> '$device:' then nullif(told_id, told_device) end
        ) as known_user,
        case
            when told_device is not null then replace(told_device, '$device:', '')
            when left(told_id, 8) = '$device:' then substr(told_id, 9)
        end as visitor,
        -- of the two that are one, the one who is no device
        case when left(split_part(merged_ids, '"', 2), 8) = '$device:' then 4 else 2 end
            as place_of_user
    from timed

),

final as (

    select
        -- keys
        row_id,
        cast('mixpanel' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        case
            when
                coalesce(defect, {{ json_scalar('told_event') }}, flat.time) is null
                and coalesce(flat.distinct_id, flat.{{ adapter.quote('$distinct_id') }})
                is not null
                then 'not_an_event:' || {{ landing_table_of('file') }}
            else defect
        end as defect,
        concat_ws(
            '|',
            {{ wrong_type('event', 'told_event', ['string']) }},
            {{ unpacked_problem('properties', 'flat.properties', 'own_properties') }}
        ) as wrong_types,
        raw,
        'refused:' || coalesce(failure, identity_failure) as notes,

        -- what happened; columns of tables are properties, too
        raw_event_name,
        event_type,
        {{ json_united('said_properties', 'column_properties') }} as properties,

        -- when (text: judged later): older projects tell the time of their own zone
        case
            when wall_clock is null or {{ regexp_contains('told_time', says_zone) }}
                then told_time
            else {{ iso_instant(local_to_utc('wall_clock', 'time_zone')) }}
        end as event_timestamp,
        {{ epoch_instant('coalesce(processed, taken)', '1000') }} as received_at,

        -- who: the ids before Mixpanel merged them
        case
            when insert_id is not null
                then concat_ws(
                    '|', raw_event_name, told_id, insert_id,
                    cast(cast(wall_clock as date) as {{ dbt.type_string() }})
                )
        end as message_id,
        -- without one, all that the row says but for when it was received
        case
            when insert_id is null and document is not null
                then md5(concat_ws(
                    '|',
                    {{ canonical_json(json_without(
                        'document', ['properties'] + received + loader_columns()
                    )) }},
                    {{ canonical_json(json_without('own_properties', received)) }}
                ))
        end as content_hash,
        case
            when is_refused then known_user
            when raw_event_name = '$identify' then coalesce(identified_id, known_user)
            when raw_event_name = '$create_alias' then alias_id
            when raw_event_name = '$merge' then split_part(merged_ids, '"', place_of_user)
            else known_user
        end as user_id,
        -- a merge that Mixpanel refused joins nobody here either
        case
            when is_refused and known_user is not null then null
            when raw_event_name = '$identify'
                then replace(coalesce(anon_id, anon_distinct_id, visitor), '$device:', '')
            when raw_event_name = '$merge' then null
            else visitor
        end as anonymous_id,
        case
            when not is_refused or known_user is null
                then replace(told_device, '$device:', '')
        end as device_id,
        case
            when event_type <> 'alias' then null
            when raw_event_name = '$create_alias' then replace(told_id, '$device:', '')
            else replace(split_part(merged_ids, '"', 6 - place_of_user), '$device:', '')
        end as previous_id,

        -- where
        app_version,
        screen_width,
        screen_height,
        page_title,
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
        case
            when library = 'web' then 'web'
            when library in ({{ quoted_list(apps) }}) then 'app'
            when library in ({{ quoted_list(servers) }}) then 'server'
        end as client_platform
    from identified

)

select * from final
