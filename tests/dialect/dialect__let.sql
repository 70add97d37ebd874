with

cases as (

    select
        2 as number,
        6 as expected
    union all
    select
        -1 as number,
        0 as expected

),

actual as (

    select
        expected,
        {{ let('twice_added', 'number + 1', 'twice_added + twice_added') }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
