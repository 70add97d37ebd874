with

cases as (

    select
        'objects' as case_name,
        '[{"b": 1, "a": {"c": [2]}}, {"d": "e"}]' as document
    union all
    select
        'none' as case_name,
        '[]' as document
    union all
    select
        'object' as case_name,
        '{"a": 1}' as document
    union all
    select
        'null' as case_name,
        cast(null as {{ dbt.type_string() }}) as document

),

elements as (

    select
        case_name,
        {{ each_json_element('document') }} as element
    from cases

),

-- an engine may write an element with or without white space
actual as (

    select
        case_name,
        replace(element, ' ', '') as element
    from elements

),

expected as (

    select
        'objects' as case_name,
        '{"b":1,"a":{"c":[2]}}' as element
    union all
    select
        'objects' as case_name,
        '{"d":"e"}' as element

)

select
    actual.case_name as actual_case,
    actual.element as actual_element,
    expected.case_name as expected_case,
    expected.element as expected_element
from actual
full outer join expected
    on actual.case_name = expected.case_name and actual.element = expected.element
where actual.case_name is null or expected.case_name is null
