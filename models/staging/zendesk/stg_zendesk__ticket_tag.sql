{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

tags as (

    {{ records_in_layouts('zendesk', 'ticket_tag') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'ticket_id': 'json', 'tag': 'text', '_fivetran_deleted': 'text',
        }) }} as fields
    from tags

),

final as (

    select
        -- the record
        row_id,
        cast('ticket_tag' as {{ dbt.type_string() }}) as record_type,
        concat_ws('|', {{ json_scalar('fields.ticket_id') }}, fields.tag) as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        cast(null as timestamp) as created_at,
        cast(load_date as timestamp) as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            case
                when coalesce({{ trimmed(json_scalar('fields.ticket_id')) }}, '') = ''
                    then 'missing_ticket_id'
            end,
            case when coalesce(fields.tag, '') = '' then 'missing_tag' end
        ), '') as problems,
        {{ is_true('fields._fivetran_deleted') }} as is_deleted,

        -- what it says
        {{ json_scalar('fields.ticket_id') }} as ticket_id,
        fields.tag
    from parsed

)

select * from final
