{{ config(materialized='staged', enabled='zendesk' in var('sources')) }}

{%- set topic_field = var('ticket_topic_field', '') | string | replace("'", "''") %}

with

tickets as (

    {{ records_in_layouts('zendesk', 'tickets') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created_at': 'text', 'updated_at': 'text',
            'generated_timestamp': 'text', 'status': 'text', 'priority': 'text',
            'type': 'text', 'requester_id': 'text', 'organization_id': 'text',
            'via': {'channel': 'text'}, 'via_channel': 'text', 'tags': 'json',
            'merged_ticket_ids': 'json',
            'custom_fields': 'json', 'satisfaction_rating': {'score': 'text'},
            '_fivetran_deleted': 'text',
        }) }} as fields
    from tickets

),

custom as (

    select
        row_id,
        {{ each_json_element('cast(fields.custom_fields as ' ~ dbt.type_string() ~ ')') }}
            as field
    from parsed
    where '{{ topic_field }}' <> ''

),

topics as (

    select
        row_id,
        max({{ json_inner('field', 'value') }}) as topic
    from custom
    where {{ json_inner('field', 'id') }} = '{{ topic_field }}'
    group by row_id

),

timed as (

    select
        parsed.*,
        topics.topic,
        {{ is_true('parsed.fields._fivetran_deleted') }} as is_gone,
        {{ parse_utc('parsed.fields.created_at') }} as created_at,
        {{ parse_utc('parsed.fields.updated_at') }} as updated_at,
        {{ epoch_instant('parsed.fields.generated_timestamp', 1000000) }} as generated_at
    from parsed
    left join topics on parsed.row_id = topics.row_id

),

final as (

    select
        -- the record
        row_id,
        cast('ticket' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        created_at,
        -- a loader's mark of deletion leaves the ticket's own time as it was
        case
            when is_gone
                then greatest(updated_at, cast(load_date as timestamp))
            else coalesce(updated_at, generated_at, cast(load_date as timestamp))
        end as changed_at,
        -- the export's own clock goes on where the ticket's time of change does not
        cast(coalesce(least(greatest(
            {{ seconds_between('updated_at', 'generated_at') }}, 0
        ), 1000000000), 0) as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            {{ record_id_problem('fields.id') }},
            case when coalesce(fields.status, '') = '' then 'missing_status' end,
            {%- for name in ['created_at', 'updated_at'] %}
            case
                when fields.{{ name }} <> '' and {{ name }} is null
                    then 'unusable:{{ name }}'
            end{{ ',' if not loop.last }}
            {%- endfor %}
        ), '') as problems,
        is_gone or coalesce(lower(fields.status) = 'deleted', false) as is_deleted,

        -- what it says
        case
            when is_gone then 'deleted'
            -- as Fivetran's tables have it in some places
            else replace(lower(fields.status), 'on-hold', 'hold')
        end as status,
        nullif(lower(fields.priority), '') as priority,
        nullif(lower(fields.type), '') as ticket_type,
        coalesce(
            nullif(topic, ''),
            {%- if topic_field %}
            nullif({{ json_member('document', "'custom_" ~ topic_field ~ "'") }}, ''),
            {%- endif %}
            nullif(lower(fields.type), '')
        ) as topic,
        {{ clean_identifier('fields.requester_id') }} as requester_id,
        {{ clean_identifier('fields.organization_id') }} as organization_id,
        coalesce(
            nullif(fields.via.channel, ''), nullif(fields.via_channel, '')
        ) as channel,
        {{ json_scalar('fields.tags') }} as tags,
        {{ json_scalar('fields.merged_ticket_ids') }} as merged_ticket_ids,
        lower(fields.satisfaction_rating.score) as satisfaction_score
    from timed

)

select * from final
