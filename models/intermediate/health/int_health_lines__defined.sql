with

lines as (

    select
        line,
        event_name,
        property,
        operator,
        value,
        measure_name || coalesce(' · ' || profile_name, '') as measure_key,
        kind = 'distinct_values' and operator is null and value is null as is_carried
    from {{ ref('health_measures') }}

),

counted as (

    select
        measures.measure_key,
        measures.kind,
        max(case when lines.is_carried then lines.property end) as carried_property
    from {{ ref('int_health_measures__defined') }} as measures
    inner join lines on measures.measure_key = lines.measure_key
    where measures.counts_events
    group by
        measures.measure_key,
        measures.kind

),

asked as (

    select
        counted.measure_key,
        'event' as role,
        lines.line,
        lines.event_name,
        case when not lines.is_carried then lines.property end as property,
        case when not lines.is_carried then lines.operator end as operator,
        case when not lines.is_carried then lines.value end as value,
        counted.carried_property
    from counted
    inner join lines on counted.measure_key = lines.measure_key
    where
        lines.event_name is not null
        or lines.property is not null
    union all
    -- what a share is of: all events of the name, whatever the conditions
    select
        counted.measure_key,
        'base' as role,
        min(lines.line) as line,
        lines.event_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        cast(null as {{ dbt.type_string() }}) as value,
        cast(null as {{ dbt.type_string() }}) as carried_property
    from counted
    inner join lines on counted.measure_key = lines.measure_key
    where
        counted.kind = 'share_of_events'
        and lines.event_name is not null
        and lines.property is not null
    group by
        counted.measure_key,
        lines.event_name

),

-- a definition may use any name that the aliases know for every source
property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

-- the columns of int_event_rules
final as (

    select
        'health' as family,
        asked.measure_key as definition_name,
        asked.role,
        cast(1 as bigint) as rule_number,
        asked.line,
        asked.event_name as spelled_name,
        coalesce(stated.property, asked.property) as property,
        asked.operator,
        asked.value,
        cast(null as {{ dbt.type_string() }}) as span,
        'account' as unit,
        coalesce(carried.property, asked.carried_property) as carried_property
    from asked
    left join property_aliases as stated on asked.property = stated.raw_name
    left join property_aliases as carried
        on asked.carried_property = carried.raw_name

)

select * from final
