-- the text of a shape is the engine's own: only which documents share one is promised
with

cases as (

    select
        'other values' as case_name,
        '{"a": 1, "it''s": "x"}' as document,
        '{"a": 2, "it''s": "größe"}' as other_document,
        true as expected
    union all
    select
        'another kind' as case_name,
        '{"a": 1}' as document,
        '{"a": "1"}' as other_document,
        false as expected
    union all
    select
        'another name' as case_name,
        '{"a": 1}' as document,
        '{"b": 1}' as other_document,
        false as expected
    union all
    select
        'one more' as case_name,
        '{"a": 1}' as document,
        '{"a": 1, "b": 1}' as other_document,
        false as expected
    union all
    select
        'no members' as case_name,
        '{}' as document,
        '{}' as other_document,
        true as expected
    union all
    select
        'null or not' as case_name,
        '{"a": null}' as document,
        '{"a": 1}' as other_document,
        false as expected
    union all
    select
        'a fraction or not' as case_name,
        '{"a": 1.5}' as document,
        '{"a": 1}' as other_document,
        false as expected
    union all
    select
        'another order' as case_name,
        '{"a": 1, "b": 1}' as document,
        '{"b": 1, "a": 1}' as other_document,
        false as expected
    union all
    select
        'a comma in a name' as case_name,
        '{"a, b": 1, "c": 1}' as document,
        '{"a": 1, "b, c": 1}' as other_document,
        false as expected
    union all
    select
        'quotes and brackets in a name' as case_name,
        '{"a'', ''b": 1, "c": 1}' as document,
        '{"a": 1, "b'', ''c": 1}' as other_document,
        false as expected
    union all
    select
        'a name like a list' as case_name,
        '{"][VARCHAR": 1}' as document,
        '{"][VARCHAR": "x"}' as other_document,
        false as expected
    union all
    select
        'nested otherwise' as case_name,
        '{"a": {"x": 1}, "b": [1]}' as document,
        '{"a": {"y": 1}, "b": []}' as other_document,
        true as expected
    union all
    select
        'nested deep' as case_name,
        '{"a": ' || repeat('[', 500) || repeat(']', 500) || '}' as document,
        '{"b": ' || repeat('[', 500) || repeat(']', 500) || '}' as other_document,
        false as expected
    union all
    select
        'null' as case_name,
        cast(null as {{ dbt.type_string() }}) as document,
        '{}' as other_document,
        null as expected

),

actual as (

    select
        case_name,
        expected,
        {{ json_shape('document') }} = {{ json_shape('other_document') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
