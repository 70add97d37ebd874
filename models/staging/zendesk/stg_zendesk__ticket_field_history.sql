{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

changes as (

    {{ records_in_layouts('zendesk', 'ticket_field_history') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'ticket_id': 'json', 'field_name': 'text', 'updated': 'text', 'value': 'text',
        }) }} as fields
    from changes

),

timed as (

    select
        *,
        {{ json_scalar('fields.ticket_id') }} as ticket_id,
        {{ parse_utc('fields.updated') }} as changed_at
    from parsed

),

final as (

    select
        -- the record
        row_id,
        cast('ticket_field' as {{ dbt.type_string() }}) as record_type,
        concat_ws(
            '|', ticket_id, fields.field_name, {{ iso_instant('changed_at') }}
        ) as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        changed_at as created_at,
        changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            case
                when coalesce({{ trimmed('ticket_id') }}, '') = ''
                    then 'missing_ticket_id'
            end,
            case when coalesce(fields.field_name, '') = '' then 'missing_field_name' end,
            case when changed_at is null then 'unusable:updated' end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        {{ clean_identifier('ticket_id') }} as ticket_id,
        lower(fields.field_name) as field_name,
        nullif(fields.value, '') as value
    from timed

)

select * from final
