with

cases as (

    select
        'two' as case_name,
        2 as last_number
    union all
    select
        'zero' as case_name,
        0 as last_number
    union all
    select
        'negative' as case_name,
        -1 as last_number
    union all
    select
        'none' as case_name,
        cast(null as bigint) as last_number

),

actual as (

    select
        case_name,
        {{ each_number_to('last_number') }} as number
    from cases

),

expected as (

    select
        'two' as case_name,
        0 as number
    union all
    select
        'two' as case_name,
        1 as number
    union all
    select
        'two' as case_name,
        2 as number
    union all
    select
        'zero' as case_name,
        0 as number

)

select
    actual.case_name as actual_case,
    actual.number as actual_number,
    expected.case_name as expected_case,
    expected.number as expected_number
from actual
full outer join expected
    on actual.case_name = expected.case_name and actual.number = expected.number
where actual.case_name is null or expected.case_name is null
