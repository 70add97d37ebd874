{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    meta={'within': 'event_date'},
) }}
{% set sent = microseconds('cleaned.sent_at') %}
{% set delay = microseconds('cleaned.known_received_at') ~ ' - ' ~ sent %}
{% set earliest = "timestamp '2000-01-01 00:00:00'" %}
{% set can_be = 'between ' ~ earliest ~ ' and latest_at' %}
{% set campaign_fields = {
    'source': 'source', 'medium': 'medium', 'campaign': 'name', 'term': 'term', 'content': 'content'
} %}
{#- without a hash the text tells rows apart; a row without text is an event by itself -#}
{% set content = "coalesce(content_hash, md5(raw), 'row ' || row_id)" %}
{% set identifiers = ['user', 'anonymous', 'device', 'account', 'previous', 'session'] %}
-- The one wide write: each row is read and judged by what it says alone. What
-- definitions say of it is looked up later: an edit of one reads no landing file again.
with

-- one row each: an engine that joins more might hold all events for it
placeholders as (

    select
        '|' || {{ list_text('identifier', 'identifier') }} || '|' as words,
        max(length(identifier)) as longest
    from {{ ref('placeholder_identifiers') }}

),

campaign_placeholders as (

    select '|' || {{ list_text('word', 'word') }} || '|' as campaign_words
    from {{ ref('placeholder_campaigns') }}

),

-- sources by what their settings say
settings as (

    select
        '|' || {{ list_text(
            "case when timestamp_trust = 'client' then source else '' end", 'source'
        ) }} || '|' as client_clocks,
        '|' || {{ list_text(
            "case when not hash_routes then source else '' end", 'source'
        ) }} || '|' as without_routes,
        '|' || {{ list_text("source || '=' || user_namespace", 'source') }} as namespaces
    from {{ ref('int_source_settings__defined') }}

),

events as (

    select
        unioned.*,
        settings.client_clocks,
        coalesce({{ listed_value('namespaces', 'unioned.source') }} || ':', '') as prefix,
        case
            when instr(settings.without_routes, '|' || unioned.source || '|') > 0
                then split_part(unioned.page_url, '#', 1)
            else unioned.page_url
        end as page_address,
        -- a collector without a clock writes the first moment that it knows
        case when unioned.received_at >= {{ earliest }} then unioned.received_at end
            as known_received_at
    from {{ ref('int_events__unioned') }} as unioned
    cross join settings

),

cleaned as (

    select
        *,
        {{ parse_utc('event_timestamp') }} as tracked_at,
        cast(load_date as timestamp) + interval 2 day as loaded_by,
        nullif({{ trimmed('message_id') }}, '') as clean_message_id,
        {{ clean_identifier('tracker_session_id') }} as clean_session_id,
        {% for name in identifiers if name != 'session' %}
        {{ clean_identifier(name ~ '_id') }} as clean_{{ name }}_id,
        {% endfor %}
        {% for name in campaign_fields %}
        {{ url_parameter('page_address', 'utm_' ~ name) }} as url_{{ name }},
        {% endfor %}
        {{ url_parameter_of('page_address', click_ids().ads + click_ids().hints) }}
            as url_click_id
    from events

),

identified as (

    select
        cleaned.*,
        -- the device's clock is off by what lies between its sending and our receiving,
        -- unless that is no more than a network's delay
        case
            when
                instr(cleaned.client_clocks, '|' || cleaned.source || '|') > 0
                and abs({{ delay }}) > {{ var('max_transit_seconds') }} * 1000000
                then {{ add_microseconds('cleaned.tracked_at', delay) }}
        end as corrected_at,
        -- without a receipt, the end of the load's day stands in
        coalesce(
            cleaned.known_received_at + interval 1 day, cleaned.loaded_by
        ) as latest_at,
        {% for name in identifiers %}
        {{ "cleaned.prefix || " if name not in ['account', 'session'] }}
        {{- unless_placeholder('cleaned.clean_' ~ name ~ '_id') }} as known_{{ name }}_id,
        {% endfor %}
        {% for name, field in campaign_fields.items() %}
        {{ campaign_field('cleaned.campaign_' ~ field, 'cleaned.url_' ~ name) }}
            as utm_{{ name }},
        {% endfor %}
        coalesce(cleaned.event_type, 'track') as known_event_type,
        coalesce(cleaned.wrong_types, '') as found_types,
        coalesce(cleaned.client_platform = 'server', false) as is_sent_by_server
    from cleaned
    cross join placeholders
    cross join campaign_placeholders

),

timed as (

    select
        *,
        -- a correction to no time that can be says that a clock is wrong, not which one;
        -- for a time that is none, or cannot be, the receipt stands in
        case
            when corrected_at {{ can_be }} then corrected_at
            when tracked_at {{ can_be }} then tracked_at
            when known_received_at <= loaded_by then known_received_at
            else tracked_at
        end as occurred_at
    from identified

),

judged as (

    select
        *,
        case
            when defect is not null or instr(found_types, 'wrong_type:type') > 0 then null
            when {{ is_known_type('known_event_type') }} then null
            else 'unknown_type'
        end as type_reason,
        case
            when defect is not null or instr(found_types, 'wrong_type:timestamp') > 0
                then null
            when occurred_at is null and coalesce(event_timestamp, '') = ''
                then 'missing_timestamp'
            when occurred_at is null then 'invalid_timestamp'
            when occurred_at < {{ earliest }} then 'timestamp_before_2000'
            when occurred_at > latest_at then 'timestamp_in_future'
        end as time_reason,
        case
            when
                defect is null
                -- a session without a visitor is an anonymous one
                and coalesce(
                    known_user_id, known_anonymous_id, known_device_id, known_session_id
                ) is null
                and instr(found_types, 'wrong_type:user_id') = 0
                and instr(found_types, 'wrong_type:anonymous_id') = 0
                and instr(found_types, 'wrong_type:device_id') = 0
                then 'missing_identity'
        end as identity_reason,
        -- a server's event knows its user and nothing of a client but blanks; the agent
        -- it names is its own program, or the one that its caller had
        (
            known_user_id is not null
            and known_anonymous_id is null
            and known_device_id is null
            and (
                is_sent_by_server
                or client_platform is null and concat_ws(
                    '', page_url, page_title, referrer, app_version, screen_width,
                    screen_height, client_device_type, known_session_id
                ) = ''
            )
        ) as is_server_side
    from timed

)

select
    row_id,
    source,
    load_date,
    file,
    line_number,
    defect,
    nullif(found_types, '') as wrong_types,
    type_reason,
    time_reason,
    identity_reason,
    case
        when
            found_types <> ''
            or coalesce(defect, type_reason, time_reason, identity_reason) is not null
            then raw
    end as raw,
    nullif(concat_ws(
        '|', notes,
        case when received_at < {{ earliest }} then 'unusable:received_at' end,
        {{ time_note('occurred_at', 'tracked_at', 'corrected_at', 'event_timestamp') }}
    ), '') as notes,
    case
        when clean_message_id is not null
            then {{ surrogate_key(['source', "'message'", 'clean_message_id']) }}
        else {{ surrogate_key(['source', "'content'", content]) }}
    end as event_id,
    clean_message_id is not null as has_message_id,
    coalesce(is_summary, false) as is_summary,
    replace_key,
    replace_rank,
    -- a name that is no text is none
    case when instr(found_types, 'wrong_type:event') = 0 then raw_event_name end
        as raw_event_name,
    known_event_type as event_type,
    occurred_at,
    known_received_at as received_at,
    cast({{ utc_to_local('occurred_at') }} as date) as event_date,
    {{ surrogate_key([
        'source',
        "case when known_anonymous_id is not null then 'anonymous_id' "
        ~ "when known_device_id is not null then 'device_id' "
        ~ "when known_user_id is not null then 'user_id' else 'session_id' end",
        'coalesce(known_anonymous_id, known_device_id, known_user_id, known_session_id)',
    ]) }} as stream_id,
    known_user_id as user_id,
    known_anonymous_id as anonymous_id,
    known_device_id as device_id,
    known_account_id as account_id,
    known_previous_id as previous_id,
    known_session_id as tracker_session_id,
    is_server_side,
    coalesce(
        client_platform,
        case
            when is_server_side then 'server'
            when page_url is not null then 'web'
            when app_version is not null or known_event_type = 'screen' then 'app'
            when user_agent is not null then 'web'
        end
    ) as platform,
    {{ url_host('page_address') }} as page_host,
    {{ url_path('page_address') }} as page_path,
    {{ url_host('referrer') }} as referrer_host,
    {% for name in campaign_fields %}
    utm_{{ name }},
    {% endfor %}
    coalesce(
        case
            when url_click_id is not null
                then {{ url_parameter_of('page_address', click_ids().ads) }}
        end,
        client_click_id,
        url_click_id
    ) as click_id,
    client_referrer_class,
    user_agent,
    case
        when {{ is_device_type('client_device_type') }} then lower(client_device_type)
    end as client_device_type,
    country,
    region,
    city,
    screen_name,
    {{ json_snake_cased('properties') }} as properties, -- noqa: PRS
    traits,
    consent
from judged
