with

cases as (

    select
        'several' as name,
        'b' as place,
        '"b":2' as pair,
        '{"B":3,"a":"x","b":2}' as expected
    union all
    select
        'several' as name,
        'a' as place,
        '"a":"x"' as pair,
        '{"B":3,"a":"x","b":2}' as expected
    union all
    -- capitals before small letters, whatever the language
    select
        'several' as name,
        'B' as place,
        '"B":3' as pair,
        '{"B":3,"a":"x","b":2}' as expected
    union all
    select
        'several' as name,
        'c' as place,
        cast(null as {{ dbt.type_string() }}) as pair,
        '{"B":3,"a":"x","b":2}' as expected
    union all
    select
        'one' as name,
        'a' as place,
        '"a":1' as pair,
        '{"a":1}' as expected
    union all
    select
        'none' as name,
        'a' as place,
        null as pair,
        null as expected

),

actual as (

    select
        name,
        expected,
        {{ json_object_of('pair', 'place') }} as actual
    from cases
    group by
        name,
        expected

)

select
    name,
    expected,
    actual
from actual
where actual is distinct from expected
