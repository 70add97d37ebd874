{{ config(materialized='staged', enabled='consent' in var('sources')) }}

with

records as (

    {{ records_of('consent/onetrust') }}

),

parsed as (

    select
        row_id,
        load_date,
        content_hash,
        {{ json_fields('document', {
            'receiptId': 'text', 'identifier': 'json', 'identifierType': 'text',
            'interactionDate': 'text', 'consentDate': 'text', 'withdrawnDate': 'text',
            'purposes': 'json', 'test': 'text',
        }) }} as fields
    from records

),

named as (

    select
        row_id,
        load_date,
        content_hash,
        nullif(fields.receiptid, '') as receipt_id,
        fields.purposes,
        lower(fields.test) = 'true' as is_test,
        case
            when lower(fields.identifiertype) like '%mail%' then 'email'
            when lower(fields.identifiertype) like '%cookie%' then 'anonymous_id'
            when lower(fields.identifiertype) like '%device%' then 'device_id'
            else 'user_id'
        end as identifier_type,
        {{ clean_identifier(json_identifier('fields.identifier')) }} as identifier,
        coalesce(
            {{ parse_utc('fields.interactiondate') }},
            {{ parse_utc('fields.withdrawndate') }},
            {{ parse_utc('fields.consentdate') }}
        ) as decided_at
    from parsed

),

purposes as (

    select
        row_id,
        {{ each_json_element('fields.purposes') }} as purpose
    from parsed

),

read_purposes as (

    select
        row_id,
        {{ json_fields('purpose', {'Id': 'text', 'TransactionType': 'text'}) }} as fields
    from purposes

),

-- a word that nobody knows may be a refusal
unknown as (

    select distinct row_id
    from read_purposes
    where
        coalesce(fields.id, '') = ''
        or coalesce(upper(fields.transactiontype), '') not in (
            'CONFIRMED', 'EXTEND', 'OPT_OUT', 'HARD_OPT_OUT', 'WITHDRAWN', 'NOTGIVEN',
            'NO_CHOICE', 'EXPIRED', 'PENDING'
        )

),

final as (

    select
        -- the record
        named.row_id,
        cast('consent_receipt' as {{ dbt.type_string() }}) as record_type,
        coalesce(named.receipt_id, named.content_hash) as record_id,
        coalesce(named.receipt_id, named.content_hash) as delivery_id,
        cast(null as timestamp) as created_at,
        named.decided_at as changed_at,
        cast(0 as integer) as change_rank,
        named.content_hash,
        nullif(concat_ws(
            '|',
            case when named.is_test then 'test_receipt' end,
            case when named.identifier is null then 'missing_identifier' end,
            case when named.decided_at is null then 'unusable:decided_at' end,
            case
                when coalesce({{ json_kind('named.purposes') }}, '') <> 'array'
                    then 'missing_purposes'
            end,
            case when unknown.row_id is not null then 'unusable:decision' end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        named.identifier_type,
        -- an address is known by its hash alone
        case
            when named.identifier_type = 'email' then md5(lower(named.identifier))
            else named.identifier
        end as identifier,
        cast(named.load_date as timestamp) as received_at,
        named.purposes,
        cast('consent' as {{ dbt.type_string() }}) as legal_basis
    from named
    left join unknown on named.row_id = unknown.row_id

)

select * from final
