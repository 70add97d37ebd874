{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

users as (

    {{ records_in_layouts('zendesk', 'users') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created_at': 'text', 'updated_at': 'text', 'role': 'text',
            'external_id': 'text', 'active': 'text', '_fivetran_deleted': 'text',
            '_fivetran_start': 'text',
        }) }} as fields
    from users

),

final as (

    select
        -- the record
        row_id,
        cast('user' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        {{ parse_utc('fields.created_at') }} as created_at,
        coalesce(
            {{ parse_utc('fields._fivetran_start') }},
            {{ parse_utc('fields.updated_at') }},
            cast(load_date as timestamp)
        ) as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        {{ record_id_problem('fields.id') }} as problems,
        {{ is_true('fields._fivetran_deleted') }}
        or coalesce(lower(fields.active) = 'false', false) as is_deleted,

        -- what it says
        nullif(lower(fields.role), '') as role,
        {{ clean_identifier('fields.external_id') }} as user_id
    from parsed

)

select * from final
