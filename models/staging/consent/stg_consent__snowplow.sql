{{ config(materialized='staged', enabled='consent' in var('sources')) }}

{%- set column = 'unstruct_event_com_snowplowanalytics_snowplow_consent_preferences_1' %}

with

records as (

    {{ records_of('consent/snowplow') }}

),

parsed as (

    select
        row_id,
        load_date,
        content_hash,
        {{ json_fields('document', {
            'event_id': 'text', 'user_id': 'json', 'domain_userid': 'text',
            'derived_tstamp': 'text', 'collector_tstamp': 'text',
            column: 'json', column ~ '_0_0': 'json',
        }) }} as fields
    from records

),

-- an object, or in CSV its text
told as (

    select
        *,
        {{ json_scalar(
            'coalesce(fields.' ~ column ~ ', fields.' ~ column ~ '_0_0)'
        ) }} as event
    from parsed

),

read_events as (

    select
        *,
        {{ json_fields("case when " ~ is_json('event') ~ " then event end", {
            'eventType': 'text', 'event_type': 'text',
            'basisForProcessing': 'text', 'basis_for_processing': 'text',
            'consentScopes': 'json', 'consent_scopes': 'json',
        }) }} as said
    from told
    -- a banner that was shown (cmp_visible) decides nothing
    where event is not null

),

named as (

    select
        *,
        lower(coalesce(said.eventtype, said.event_type)) as decision,
        {{ clean_identifier(json_identifier('fields.user_id')) }} as user_id,
        {{ clean_identifier('fields.domain_userid') }} as anonymous_id,
        {{ parse_utc('fields.derived_tstamp') }} as decided_at
    from read_events

),

final as (

    select
        -- the record
        row_id,
        cast('consent_preferences' as {{ dbt.type_string() }}) as record_type,
        coalesce(nullif(fields.event_id, ''), content_hash) as record_id,
        coalesce(nullif(fields.event_id, ''), content_hash) as delivery_id,
        cast(null as timestamp) as created_at,
        decided_at as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            case
                when coalesce(user_id, anonymous_id) is null then 'missing_identifier'
            end,
            case when decided_at is null then 'unusable:decided_at' end,
            case
                when coalesce(decision, '') not in (
                    'allow_all', 'allow_selected', 'implicit_consent', 'deny_all',
                    'withdrawn', 'expired', 'pending'
                ) then 'unusable:decision'
            end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        case
            when user_id is not null then 'user_id' else 'anonymous_id'
        end as identifier_type,
        coalesce(user_id, anonymous_id) as identifier,
        coalesce(
            {{ parse_utc('fields.collector_tstamp') }}, cast(load_date as timestamp)
        ) as received_at,
        decision,
        {{ json_scalar('coalesce(said.consentscopes, said.consent_scopes)') }} as scopes,
        lower(coalesce(said.basisforprocessing, said.basis_for_processing)) as legal_basis
    from named

)

select * from final
