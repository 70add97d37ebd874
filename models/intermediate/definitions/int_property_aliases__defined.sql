with

aliases as (

    select
        source,
        raw_name,
        property
    from {{ ref('property_aliases') }}

),

sources as (

    select source from {{ ref('int_source_settings__defined') }}

),

-- a line for any source holds for each, where its own has none for the name
candidates as (

    select
        source,
        raw_name,
        property,
        true as is_own
    from aliases
    union all
    select
        sources.source,
        aliases.raw_name,
        aliases.property,
        false as is_own
    from aliases
    cross join sources
    where aliases.source = '*'

),

final as (

    select
        source,
        raw_name,
        coalesce(
            min(case when is_own then property end),
            min(property)
        ) as property
    from candidates
    group by
        source,
        raw_name

)

select * from final
