{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

organizations as (

    {{ records_in_layouts('zendesk', 'organizations') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created_at': 'text', 'updated_at': 'text',
            'external_id': 'text', 'organization_fields': {'account_id': 'text'},
            'custom_account_id': 'text', '_fivetran_deleted': 'text',
            'deleted_at': 'text',
        }) }} as fields
    from organizations

),

final as (

    select
        -- the record
        row_id,
        cast('organization' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        {{ parse_utc('fields.created_at') }} as created_at,
        coalesce(
            {{ parse_utc('fields.updated_at') }}, cast(load_date as timestamp)
        ) as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        {{ record_id_problem('fields.id') }} as problems,
        {{ is_true('fields._fivetran_deleted') }}
        or coalesce(fields.deleted_at, '') <> '' as is_deleted,

        -- what it says: its own field for the account, else the id that it has outside
        coalesce(
            {{ clean_identifier('fields.organization_fields.account_id') }},
            {{ clean_identifier('fields.custom_account_id') }},
            {{ clean_identifier('fields.external_id') }}
        ) as account_id
    from parsed

)

select * from final
