{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        row_id,
        event_name,
        event_type
    from {{ ref('int_events__normalized') }}
    -- properties that are no object are a reason of their own
    where instr(wrong_types, 'wrong_type:properties') = 0

),

rules as (

    select
        event_name,
        property,
        property_type,
        is_required,
        allowed_values
    from {{ ref('int_event_properties__defined') }}

),

documents as (

    select
        row_id,
        properties
    from {{ ref('int_events__unioned') }}
    where defect is null

),

-- a rule for any event speaks of what people did, not of the tracker's own bookkeeping
ruled as (

    select
        events.row_id,
        rules.property,
        rules.property_type,
        rules.is_required,
        rules.allowed_values
    from events
    inner join rules
        on
            events.event_name = rules.event_name
            or (
                rules.event_name = '*'
                and events.event_type in ('track', 'page', 'screen')
            )

),

members as (

    select
        ruled.row_id,
        ruled.property,
        ruled.property_type,
        ruled.is_required,
        ruled.allowed_values,
        {{ json_member('documents.properties', 'ruled.property') }} as member,
        {{ json_member_kind('documents.properties', 'ruled.property') }} as member_kind
    from ruled
    inner join documents on ruled.row_id = documents.row_id

),

judged as (

    select
        row_id,
        case
            when member_kind is null and is_required then 'missing_property:' || property
            when member_kind is null then null
            when
                property_type is not null
                and member_kind <> property_type
                and not (property_type = 'number' and member_kind = 'integer')
                and not (
                    property_type = 'timestamp'
                    and member_kind = 'string'
                    and {{ parse_utc('member') }} is not null
                )
                then 'wrong_property_type:' || property
            when
                allowed_values is not null
                and instr('|' || allowed_values || '|', '|' || member || '|') = 0
                then 'value_not_allowed:' || property
        end as reason
    from members

),

final as (

    select
        row_id,
        reason
    from judged
    where reason is not null
    group by
        row_id,
        reason

)

select * from final
