with

cases as (

    select
        'a' as raw_name,
        'x' as expected
    union all
    select
        'größe' as raw_name,
        'size' as expected

),

maps as (

    select {{ map_of('raw_name', 'expected') }} as names
    from cases

),

actual as (

    select
        cases.expected,
        maps.names[cases.raw_name] as actual
    from cases
    cross join maps
    union all
    select
        null as expected,
        names['b'] as actual
    from maps

)

select
    expected,
    actual
from actual
where actual is distinct from expected
