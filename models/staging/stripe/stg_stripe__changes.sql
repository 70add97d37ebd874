{{ config(materialized='staged', enabled='stripe' in var('sources')) }}

with

events as (

    {{ records_of('stripe/events') }}

),

parsed as (

    select
        events.row_id,
        {{ json_fields('events.document', {
            'id': 'text', 'created': 'text', 'type': 'text', 'data': {'object': 'json'},
        }) }} as fields
    from events

),

carried as (

    select
        parsed.row_id,
        {{ json_scalar('fields.data.object') }} as document,
        fields.id as delivery_id,
        fields.type as event_type,
        {{ epoch_instant('fields.created', 1000000) }} as changed_at
    from parsed

),

told as (

    select
        row_id,
        document,
        {{ json_without('document', loader_columns()) }} as own_document,
        {{ json_inner('document', 'object') }} as record_type,
        delivery_id,
        changed_at,
        event_type
    from carried

),

final as (

    select
        row_id,
        record_type,
        document,
        delivery_id,
        changed_at,
        coalesce(event_type = record_type || '.deleted', false) as is_deletion,
        case when changed_at is null then 'unusable:created' end as problem,
        -- of an object that goes on, it is the hash of the same object in a list
        md5(
            {{ canonical_json('own_document') }}
            || case
                when event_type = record_type || '.deleted' then ' deleted'
                else ''
            end
        ) as content_hash
    from told

)

select * from final
