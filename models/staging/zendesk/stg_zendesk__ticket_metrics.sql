{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

metrics as (

    {{ records_in_layouts('zendesk', 'ticket_metrics') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'ticket_id': 'text', 'created_at': 'text', 'updated_at': 'text',
            'solved_at': 'text', 'reopens': 'text',
            'reply_time_in_minutes': {'calendar': 'text'},
        }) }} as fields
    from metrics

),

final as (

    select
        -- the record
        row_id,
        cast('ticket_metric' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        {{ parse_utc('fields.created_at') }} as created_at,
        coalesce(
            {{ parse_utc('fields.updated_at') }}, cast(load_date as timestamp)
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
        false as is_deleted,

        -- what it says
        {{ clean_identifier('fields.ticket_id') }} as ticket_id,
        {{ parse_utc('fields.solved_at') }} as solved_at,
        {{ whole_number('fields.reopens') }} as reopens,
        {{ numeric_value('fields.reply_time_in_minutes.calendar') }} * 60
            as first_reply_seconds
    from parsed

)

select * from final
