with

final as (

    select
        'attribution' as family,
        attribution_name as definition_name,
        'conversion' as role,
        cast(1 as bigint) as rule_number,
        cast(null as bigint) as line,
        spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        cast(null as {{ dbt.type_string() }}) as value,
        cast(null as {{ dbt.type_string() }}) as span,
        'person' as unit,
        value_property as carried_property
    from {{ ref('int_attribution__defined') }}

)

select * from final
