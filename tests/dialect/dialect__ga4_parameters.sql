with

cases as (

    select
        '[]' as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    -- whole numbers come as texts or as numbers
    select
        '[{"key": "b", "value": {"string_value": null, "int_value": "5"}},'
        || ' {"key": "a", "value": {"int_value": -5}}]' as document,
        '{"a":-5,"b":5}' as expected
    union all
    select
        '[{"key": "a", "value": {"float_value": 0.5}},'
        || ' {"key": "b", "value": {"double_value": "12.250"}},'
        || ' {"key": "c", "value": {"double_value": 100.0}}]' as document,
        '{"a":0.5,"b":12.250,"c":100}' as expected
    union all
    -- what is no number leaves no key, nor do words for none and what has no name
    select
        '[{"key": "a", "value": {"double_value": "NaN"}},'
        || ' {"key": "b", "value": {"int_value": "007"}},'
        || ' {"key": "c", "value": {"string_value": "(not set)"}},'
        || ' {"key": "d", "value": {"string_value": ""}},'
        || ' {"key": "e", "value": {}}, {"key": "f", "value": null}, {"key": "g"},'
        || ' {"value": {"int_value": "1"}}]' as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    -- texts of digits stay texts
    select
        '[{"key": "session_engaged", "value": {"string_value": "1"}}]' as document,
        '{"session_engaged":"1"}' as expected
    union all
    select
        {{ text_literal(
            '[{"key": "é \\"q\\"", "value": {"string_value": "a\\nb", "x": "1"}}]'
        ) }} as document,
        {{ text_literal('{"é \\"q\\"":"a\\nb"}') }} as expected

),

actual as (

    select
        document,
        expected,
        {{ ga4_parameters('document') }} as actual  -- noqa: PRS
    from cases

)

select * from actual
where actual is distinct from expected
