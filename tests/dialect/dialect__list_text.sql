with

cases as (

    select
        'in order, repeats kept' as case_name,
        'b' as word,
        2 as position
    union all
    select
        'in order, repeats kept' as case_name,
        'größe, it''s "x"' as word,
        1 as position
    union all
    select
        'in order, repeats kept' as case_name,
        'b' as word,
        3 as position
    union all
    select
        'null is left out' as case_name,
        'a' as word,
        1 as position
    union all
    select
        'null is left out' as case_name,
        cast(null as {{ dbt.type_string() }}) as word,
        2 as position
    union all
    select
        'none' as case_name,
        cast(null as {{ dbt.type_string() }}) as word,
        1 as position

),

actual as (

    select
        case_name,
        {{ list_text('word', 'position') }} as actual
    from cases
    group by case_name

),

expected as (

    select
        'in order, repeats kept' as case_name,
        'größe, it''s "x"|b|b' as expected
    union all
    select
        'null is left out' as case_name,
        'a' as expected
    union all
    select
        'none' as case_name,
        null as expected

)

select
    expected.case_name,
    expected.expected,
    actual.actual
from expected
left join actual on expected.case_name = actual.case_name
where actual.actual is distinct from expected.expected
