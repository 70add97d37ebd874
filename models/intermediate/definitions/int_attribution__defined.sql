with

-- a definition may use any name that the aliases know for every source
property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

final as (

    select
        definitions.attribution_name,
        definitions.conversion_event as spelled_name,
        coalesce(property_aliases.property, definitions.value_property, '')
            as value_property,
        cast(round(definitions.lookback_days * 86400000000) as bigint)
            as lookback_microseconds,
        -- what leaves a path as it is takes no turn
        coalesce(
            replace(
                '|' || replace(definitions.path_transform, ' ', '') || '|',
                '|unique_path|', '|'
            ), '|'
        ) as transforms,
        '|' || replace(definitions.ignored_channels, ' ', '') || '|' as ignored_channels,
        definitions.half_life_days,
        cast(trim(split_part(definitions.position_weights, '|', 1)) as double)
            as first_weight,
        cast(trim(split_part(definitions.position_weights, '|', 2)) as double)
            as last_weight
    from {{ ref('attribution_definitions') }} as definitions
    left join property_aliases
        on definitions.value_property = property_aliases.raw_name

)

select * from final
