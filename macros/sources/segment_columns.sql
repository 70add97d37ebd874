{#- The staged columns of calls of Segment's specification, as a select list over what segment_calls knows of
    each. `has_channel`: whether rows of the warehouse say where they came from. -#}
{% macro segment_columns(has_channel) -%}
        row_id,
        load_date,
        file,
        line_number,
        case
            when defect is not null or not is_row or call_type is not null then defect
            -- last states of users, and values that the warehouse did not take
            when table_name in ('users', 'accounts', 'rudder_discards')
                then 'not_an_event:' || table_name
            when {{ segment_first(['column_name']) }} is not null
                then 'not_an_event:rudder_discards'
        end as defect,
        {{ segment_wrong_types() }} as wrong_types,
        raw,
        -- a table of one event is named by the slug of its name
        {{ json_scalar('event_name') }} as raw_event_name,
        call_type as event_type,
        properties,
        traits,
        {{ segment_consent() }} as consent,
        {{ json_scalar('told_at') }} as event_timestamp,
        {{ parse_utc(json_scalar('told_received_at')) }} as received_at,
        {{ json_scalar('message_id') }} as message_id,
        -- without an id, all that it says but for the stations of its way
        case
            when coalesce({{ trimmed(json_scalar('message_id')) }}, '') = ''
                then
                    md5({{ canonical_json(json_without('document', [
                        'messageId', 'sentAt', 'receivedAt', 'id', 'sent_at', 'received_at',
                        'uuid', 'uuid_ts', 'loaded_at',
                    ] + loader_columns())) }})
        end as content_hash,
        -- `tracks` has every event once more, without its properties
        is_row and call_type = 'track' and (table_name = 'tracks' or properties is null)
            as is_summary,
        {{ json_identifier('user_id') }} as user_id,
        {{ json_identifier('anonymous_id') }} as anonymous_id,
        {{ segment_context('device.id') }} as device_id,
        coalesce({{ json_identifier('account_id') }}, {{ segment_context('groupId') }})
            as account_id,
        {{ json_identifier('previous_id') }} as previous_id,
        {{ segment_context('sessionId') }} as tracker_session_id,
        {{ segment_context('app.version') }} as app_version,
        {{ segment_context('device.type') }} as client_device_type,
        {{ segment_context('screen.width') }} as screen_width,
        {{ segment_context('screen.height') }} as screen_height,
        coalesce({{ segment_context('page.title') }}, {{ segment_page('title') }})
            as page_title,
        {{ segment_context('userAgent') }} as user_agent,
        coalesce(
            {{ segment_context('page.url') }}, {{ segment_page('url') }},
            {{ segment_context('page.path') }}, {{ segment_page('path') }}
        ) as page_url,
        coalesce({{ segment_context('page.referrer') }}, {{ segment_page('referrer') }})
            as referrer,
        {%- for name in ['source', 'medium', 'name', 'term', 'content'] %}
        {{ segment_context('campaign.' ~ name) }} as campaign_{{ name }},
        {%- endfor %}
        {{ segment_context('location.country') }} as country,
        {{ segment_context('location.region') }} as region,
        {{ segment_context('location.city') }} as city,
        coalesce(
            case
                when call_type = 'screen'
                    then nullif({{ json_member('properties', "'name'") }}, '')
            end,
            nullif({{ json_member('properties', "'screen_name'") }}, '')
        ) as screen_name,
        case
            {%- if not has_channel %}
            when is_row then null
            {%- endif %}
            {%- for channel, platform in {
                'server': 'server', 'mobile': 'app', 'web': 'web', 'browser': 'web',
            }.items() %}
            when {{ json_scalar('fields.channel') }} = '{{ channel }}' then '{{ platform }}'
            {%- endfor %}
        end as client_platform
{%- endmacro %}
