{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

comments as (

    {{ records_in_layouts('zendesk', 'ticket_comments') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'ticket_id': 'text', 'author_id': 'text', 'user_id': 'text',
            'created_at': 'text', 'created': 'text', 'public': 'text',
            '_fivetran_deleted': 'text',
        }) }} as fields
    from comments

),

timed as (

    select
        *,
        {{ parse_utc("coalesce(nullif(fields.created_at, ''), fields.created)") }}
            as created_at,
        {{ is_true('fields._fivetran_deleted') }} as is_gone
    from parsed

),

final as (

    select
        -- the record
        row_id,
        cast('ticket_comment' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        created_at,
        case
            when is_gone then greatest(created_at, cast(load_date as timestamp))
            else created_at
        end as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            {{ record_id_problem('fields.id') }},
            case
                when {{ clean_identifier('fields.ticket_id') }} is null
                    then 'missing_ticket_id'
            end,
            case when created_at is null then 'unusable:created_at' end
        ), '') as problems,
        is_gone as is_deleted,

        -- what it says
        {{ clean_identifier('fields.ticket_id') }} as ticket_id,
        coalesce(
            {{ clean_identifier('fields.author_id') }},
            {{ clean_identifier('fields.user_id') }}
        ) as author_id,
        {{ is_true('fields.public') }} as is_public
    from timed

)

select * from final
