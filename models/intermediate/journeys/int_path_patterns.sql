with

lists as (

    select
        path_name,
        'grouping' as role,
        groupings as patterns
    from {{ ref('path_definitions') }}
    union all
    select
        path_name,
        'include' as role,
        include as patterns
    from {{ ref('path_definitions') }}
    union all
    select
        path_name,
        'exclude' as role,
        exclude as patterns
    from {{ ref('path_definitions') }}

),

-- one row for each part; none where there is no list
numbered as (

    select
        path_name,
        role,
        patterns,
        {{ each_number_to("length(patterns) - length(replace(patterns, '|', ''))") }}
            as place
    from lists

),

parts as (

    select
        path_name,
        role,
        cast(place as bigint) as place,
        trim(split_part(patterns, '|', cast(place + 1 as int))) as part
    from numbered

),

final as (

    select
        path_name,
        role,
        place,
        {{ page_item('part') }} as pattern,
        -- `!` goes first: it keeps the others from meaning more than themselves
        replace(
            replace(
                replace(replace({{ page_item('part') }}, '!', '!!'), '%', '!%'),
                '_', '!_'
            ),
            '*', '%'
        ) as likeness
    from parts
    where part <> ''

)

select * from final
