{{ config(materialized='view') }}

with

rules as (

    select
        event_name,
        property,
        property_type,
        is_required,
        allowed_values
    from {{ ref('int_event_properties__defined') }}

),

-- a rule for any event speaks of what people did, not of the tracker's own bookkeeping
ruled_names as (

    select
        names.source,
        names.raw_event_name,
        names.event_type,
        rules.property,
        rules.property_type,
        rules.is_required,
        rules.allowed_values
    from {{ ref('int_event_names__normalized') }} as names
    inner join rules
        on
            names.event_name = rules.event_name
            or (
                rules.event_name = '*'
                and names.event_type in ('track', 'page', 'screen')
            )

),

property_aliases as (

    select
        source,
        {{ map_of('raw_name', 'property') }} as names
    from {{ ref('int_property_aliases__defined') }}
    group by source

),

named as (

    select
        events.row_id,
        events.source,
        events.event_type,
        events.raw_event_name,
        {{ json_aliased('properties', 'aliases.names') }} as properties -- noqa: PRS
    from {{ ref('int_events__read') }} as events
    left join property_aliases as aliases on events.source = aliases.source
    where
        events.defect is null
        -- properties that are no object are a reason of their own
        and instr(coalesce(events.wrong_types, ''), 'wrong_type:properties') = 0
        -- what a row leaves out that the event's own has
        and events.is_summary is not true

),

members as (

    select
        events.row_id,
        rules.property,
        rules.property_type,
        rules.is_required,
        rules.allowed_values,
        {{ json_member('events.properties', 'rules.property') }} as member,
        {{ json_member_kind('events.properties', 'rules.property') }} as member_kind
    from named as events
    inner join ruled_names as rules
        on
            events.source = rules.source
            and events.event_type = rules.event_type
            and events.raw_event_name is not distinct from rules.raw_event_name

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
