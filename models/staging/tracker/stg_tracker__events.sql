{{ config(
    materialized='staged',
    enabled='tracker' in var('sources'),
    meta={'holds': 'changes'},
) }}
{% set own, spellings = tracker_members('own'), tracker_spellings() %}
-- PostHog has one name for visitors and users, who are told by what else it says
{%- set is_user -%}
    coalesce(
        said.{{ adapter.quote('$is_identified') }} = 'true'
        or said.{{ adapter.quote('$user_id') }} = {{ json_scalar('flat.distinct_id') }},
        false
    )
{%- endset %}

with

readable as (

    {{ raw_events('tracker') }}

),

-- one row: how long a unit of its times is that are numbers
clock as (

    select
        max(case timestamp_format
            when 'epoch_seconds' then 1000000
            when 'epoch_milliseconds' then 1000
            when 'epoch_microseconds' then 1
        end) as unit
    from {{ ref('source_settings') }}
    where source = 'tracker'

),

parsed as (

    select
        readable.*,
        clock.unit as clock_unit,
        {{ json_fields('document', own) }} as fields
    from readable
    cross join clock

),

-- few rows have members in other spellings, and only those are read again
spelled as (

    select
        *,
        case
            when {{ json_has_others('document', own, tracker_own_count()) }}
                then document
        end as respelled
    from parsed

),

unfolded as (

    select
        *,
        fields.context,
        {{ json_fields('respelled', tracker_members('flat')) }} as flat,
        {{ json_fields('respelled', tracker_members('nested')) }} as nested,
        {{ json_without('respelled', tracker_names()) }} as unnamed
    from spelled

),

with_properties as (

    select
        *,
        {{ tracker_properties('unnamed') }} as properties
    from unfolded

),

with_said as (

    select
        *,
        case
            when instr(properties, '"$') > 0 or instr(properties, '"utm_') > 0
                then {{ json_fields('properties', tracker_members('said')) }}
        end as said
    from with_properties

),

named as (

    select
        *,
        {{ json_scalar('fields.type') }} as event_type,
        {{ tracker_json('event') }} as event,
        {{ tracker_json('message_id') }} as message_id,
        {{ tracker_json('timestamp') }} as told_at,
        {{ tracker_json('timestamp_in_microseconds') }} as in_microseconds,
        {{ json_scalar(tracker_json('sent_at')) }} as told_sent_at,
        {{ json_scalar(tracker_json('received_at')) }} as told_received_at,
        {{ tracker_json('user_id', {'distinct_id': is_user}) }} as user_id,
        {{ tracker_json('anonymous_id', {'distinct_id': 'not ' ~ is_user}) }}
            as anonymous_id,
        {{ tracker_json('device_id') }} as device_id,
        {{ tracker_json('account_id') }} as account_id,
        {{ tracker_json('previous_id') }} as previous_id,
        {{ tracker_json('session_id') }} as session_id,
        case
            when {{ json_kind('fields.traits') }} is not null then fields.traits
            when {{ json_scalar('fields.type') }} = 'identify' then context.traits
        end as traits
    from with_said

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
            {{ wrong_type('account_id', 'account_id', ['string', 'number']) }},
            {{ wrong_type('anonymous_id', 'anonymous_id', ['string', 'number']) }},
            {{ wrong_type('consent', 'fields.consent', ['object']) }},
            -- what has a field inside is an object
            case
                when
                    {{ tracker_context() }} is null
                    and {{ json_member_kind('document', "'context'") }} <> 'object'
                    then 'wrong_type:context'
            end,
            {{ wrong_type('device_id', 'device_id', ['string', 'number']) }},
            {{ wrong_type('event', 'event', ['string']) }},
            {{ wrong_type('message_id', 'message_id', ['string', 'number']) }},
            {{ wrong_type('previous_id', 'previous_id', ['string', 'number']) }},
            {{ wrong_type('properties', 'fields.properties', ['object']) }},
            {{ wrong_type('session_id', 'session_id', ['string', 'number']) }},
            -- a number is a time where its source says so
            case
                when clock_unit is null or {{ json_kind('told_at') }} <> 'number'
                    then {{ wrong_type('timestamp', 'told_at', ['string']) }}
            end,
            {{ wrong_type('traits', 'traits', ['object']) }},
            {{ wrong_type('type', 'fields.type', ['string']) }},
            {{ wrong_type('user_id', 'user_id', ['string', 'number']) }}
        ) as wrong_types,
        raw,

        -- what happened
        {{ json_scalar('event') }} as raw_event_name,
        event_type,
        properties,
        cast(traits as {{ dbt.type_string() }}) as traits,
        cast(fields.consent as {{ dbt.type_string() }}) as consent,

        -- when (text: judged later)
        coalesce(
            {{ iso_instant(epoch_instant(json_scalar('told_at'), 'clock_unit')) }},
            {{ json_scalar('told_at') }},
            {{ iso_instant(epoch_instant(json_scalar('in_microseconds'), '1')) }},
            {{ json_scalar('in_microseconds') }}
        ) as event_timestamp,
        -- a timestamp that the collector made of the original one is corrected already
        case
            when coalesce(told_at = {{ tracker_json('original_timestamp') }}, true)
                then {{ tracked_time('told_sent_at', 'clock_unit') }}
        end as sent_at,
        {{ tracked_time('told_received_at', 'clock_unit') }} as received_at,

        -- who
        {{ json_scalar('message_id') }} as message_id,
        -- without an id, all that the row says but for when it was sent and received
        case
            when coalesce({{ trimmed(json_scalar('message_id')) }}, '') = ''
                then
                    md5({{ canonical_json(json_without(
                        'document',
                        spellings.message_id + spellings.sent_at + spellings.received_at
                    )) }})
        end as content_hash,
        {{ json_identifier('user_id') }} as user_id,
        {{ json_identifier('anonymous_id') }} as anonymous_id,
        coalesce(
            {{ json_identifier('device_id') }}, {{ tracker_text('device_id') }}
        ) as device_id,
        {{ json_identifier('account_id') }} as account_id,
        {{ json_identifier('previous_id') }} as previous_id,
        coalesce(
            {{ json_identifier('session_id') }}, {{ tracker_text('session_id') }}
        ) as tracker_session_id,

        -- where
        {{ tracker_text('app_version') }} as app_version,
        {{ tracker_text('device_type') }} as client_device_type,
        {{ tracker_text('screen_width') }} as screen_width,
        {{ tracker_text('screen_height') }} as screen_height,
        {{ tracker_text('page_title') }} as page_title,
        {{ tracker_text('user_agent') }} as user_agent,
        {{ tracker_text('page_url') }} as page_url,
        {{ tracker_text('referrer') }} as referrer,
        {{ tracker_text('utm_source') }} as campaign_source,
        {{ tracker_text('utm_medium') }} as campaign_medium,
        {{ tracker_text('utm_campaign') }} as campaign_name,
        {{ tracker_text('utm_term') }} as campaign_term,
        {{ tracker_text('utm_content') }} as campaign_content,
        {{ tracker_text('country') }} as country,
        {{ tracker_text('region') }} as region,
        {{ tracker_text('city') }} as city,
        {{ tracker_text('screen_name', {'properties.name': "event_type = 'screen'"}) }}
            as screen_name
    from named

)

select * from renamed
