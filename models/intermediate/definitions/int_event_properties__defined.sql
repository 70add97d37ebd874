with

-- a rule may use any name that the aliases know for every source
aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

final as (

    select
        rules.event_name,
        coalesce(aliases.property, rules.property) as property,
        rules.type as property_type,
        rules.is_required,
        rules.allowed_values,
        rules.pii_class
    from {{ ref('event_properties') }} as rules
    left join aliases on rules.property = aliases.raw_name

)

select * from final
