{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

ratings as (

    {{ records_in_layouts('zendesk', 'satisfaction_ratings') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'ticket_id': 'text', 'score': 'text', 'created_at': 'text',
            'updated_at': 'text', '_fivetran_deleted': 'text',
        }) }} as fields
    from ratings

),

final as (

    select
        -- the record
        row_id,
        cast('satisfaction_rating' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        {{ parse_utc('fields.created_at') }} as created_at,
        coalesce(
            {{ parse_utc('fields.updated_at') }},
            {{ parse_utc('fields.created_at') }},
            cast(load_date as timestamp)
        ) as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            {{ record_id_problem('fields.id') }},
            case
                when {{ clean_identifier('fields.ticket_id') }} is null
                    then 'missing_ticket_id'
            end
        ), '') as problems,
        {{ is_true('fields._fivetran_deleted') }} as is_deleted,

        -- what it says
        {{ clean_identifier('fields.ticket_id') }} as ticket_id,
        nullif(lower(fields.score), '') as score
    from parsed

)

select * from final
