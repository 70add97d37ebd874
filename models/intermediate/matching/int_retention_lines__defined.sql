with

retention_events as (

    select
        retention_name,
        'start' as role,
        start_event as spelled_name
    from {{ ref('retention_curves') }}
    union all
    select
        retention_name,
        'return' as role,
        return_event as spelled_name
    from {{ ref('retention_curves') }}

),

property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

final as (

    select
        events.retention_name,
        events.role,
        conditions.line,
        case
            when conditions.line is null then events.spelled_name
            else conditions.event_name
        end as spelled_name,
        coalesce(property_aliases.property, conditions.property) as property,
        conditions.operator,
        conditions.value,
        -- spans know people and names
        case
            when
                conditions.line is not null
                or curves.segment_name is not null
                or curves.unit <> 'person'
                or curves.breakdown is not null
                then null
            when curves.period = 'hour' then 'hour'
            else 'day'
        end as span,
        coalesce(curves.unit, 'person') as unit,
        case
            when events.role = 'start'
                then coalesce(breakdown_aliases.property, curves.breakdown)
        end as carried_property
    from retention_events as events
    inner join {{ ref('retention_curves') }} as curves
        on events.retention_name = curves.retention_name
    left join {{ ref('retention_events') }} as conditions
        on
            events.retention_name = conditions.retention_name
            and events.role = conditions.role
    left join property_aliases
        on conditions.property = property_aliases.raw_name
    left join property_aliases as breakdown_aliases
        on curves.breakdown = breakdown_aliases.raw_name

)

select * from final
