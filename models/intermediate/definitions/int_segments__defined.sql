with

source as (

    select
        line,
        segment_name,
        field like 'person.%' as is_about_person,
        case
            when field like 'person.%'
                then {{ property_name_of("substr(field, 8)") }}
            else {{ property_name_of('field') }}
        end as spelled_property,
        operator,
        coalesce(value, '') as value
    from {{ ref('segments') }}

),

property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

-- traits have no aliases
final as (

    select
        source.segment_name,
        source.line,
        source.is_about_person,
        coalesce(property_aliases.property, source.spelled_property) as property,
        source.operator,
        source.value,
        count(*) over (
            partition by source.segment_name, source.is_about_person
        ) as condition_count
    from source
    left join property_aliases
        on
            source.spelled_property = property_aliases.raw_name
            and not source.is_about_person

)

select * from final
