with

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
        'feature' as family,
        features.feature_name as definition_name,
        'use' as role,
        cast(1 as bigint) as rule_number,
        features.line,
        features.event_name as spelled_name,
        coalesce(property_aliases.property, features.property) as property,
        case when features.value is null then 'is_set' else 'exact' end as operator,
        features.value,
        cast(null as {{ dbt.type_string() }}) as span,
        'person' as unit,
        cast(null as {{ dbt.type_string() }}) as carried_property
    from {{ ref('features') }} as features
    left join property_aliases on features.property = property_aliases.raw_name

)

select * from final
