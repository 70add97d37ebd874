{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

with

audits as (

    {{ records_in_layouts('zendesk', 'ticket_audits') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'ticket_id': 'text', 'author_id': 'text', 'updater_id': 'text',
            'created_at': 'text', 'timestamp': 'text', 'events': 'json',
            'child_events': 'json',
        }) }} as fields
    from audits

),

timed as (

    select
        *,
        coalesce(
            {{ parse_utc('fields.created_at') }},
            {{ epoch_instant('fields.timestamp', 1000000) }}
        ) as created_at
    from parsed

),

final as (

    select
        -- the record
        row_id,
        cast('ticket_audit' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        created_at,
        created_at as changed_at,
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
        false as is_deleted,

        -- what it says
        {{ clean_identifier('fields.ticket_id') }} as ticket_id,
        coalesce(
            {{ clean_identifier('fields.author_id') }},
            {{ clean_identifier('fields.updater_id') }}
        ) as author_id,
        coalesce(
            {{ json_scalar('fields.events') }}, {{ json_scalar('fields.child_events') }}
        ) as events
    from timed

)

select * from final
