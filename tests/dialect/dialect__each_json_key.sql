with

cases as (

    select
        'several' as case_name,
        '{"b": 1, "a.c": null, "it''s": {"inner": 2}, "größe": 3}' as document
    union all
    select
        'none' as case_name,
        '{}' as document
    union all
    select
        'null' as case_name,
        cast(null as {{ dbt.type_string() }}) as document

),

actual as (

    select
        case_name,
        {{ each_json_key('document') }} as member_name
    from cases

),

expected as (

    select
        'several' as case_name,
        'b' as member_name
    union all
    select
        'several' as case_name,
        'a.c' as member_name
    union all
    select
        'several' as case_name,
        'it''s' as member_name
    union all
    select
        'several' as case_name,
        'größe' as member_name

)

select
    actual.case_name as actual_case,
    actual.member_name as actual_name,
    expected.case_name as expected_case,
    expected.member_name as expected_name
from actual
full outer join expected
    on actual.case_name = expected.case_name and actual.member_name = expected.member_name
where actual.case_name is null or expected.case_name is null
