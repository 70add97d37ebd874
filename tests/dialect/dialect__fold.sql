{% set square = '2 * so_far + place * place + added' %}
{% set inner = 'outer_sum + ' ~ fold(
    2, 'added', 'inner_sum', 'inner_place', 'inner_sum + inner_place + outer_place + added'
) %}
with

cases as (

    select
        'three steps' as case_name,
        cast(2 as bigint) as last_number,
        cast(1 as double) as added,
        cast(33 as double) as expected
    union all
    select
        'one step' as case_name,
        cast(0 as bigint) as last_number,
        cast(1.5 as double) as added,
        cast(3.5 as double) as expected
    union all
    select
        'none' as case_name,
        cast(-1 as bigint) as last_number,
        cast(1 as double) as added,
        cast(1 as double) as expected
    union all
    select
        'null' as case_name,
        cast(null as bigint) as last_number,
        cast(1 as double) as added,
        cast(null as double) as expected

),

actual as (

    select
        case_name,
        expected,
        -- 2 * 1 + 4 + 1 = 7, 2 * 7 + 1 + 1 = 16, 2 * 16 + 0 + 1 = 33
        -- the linter knows no lambda of two words
        {{ fold('last_number', 1, 'so_far', 'place', square) }} as actual -- noqa: PRS
    from cases

),

-- within one another, each word is that of its own steps
nested as (

    select
        'nested' as case_name,
        cast(18 as double) as expected,
        {{ fold(1, 'added', 'outer_sum', 'outer_place', inner) }} as actual -- noqa: PRS
    from cases
    where case_name = 'three steps'

),

checked as (

    select
        case_name,
        expected,
        actual
    from actual
    union all
    select
        case_name,
        expected,
        actual
    from nested

)

select
    case_name,
    expected,
    actual
from checked
where actual is distinct from expected
