with

cases as (

    select
        '{"a": 1, "b": {"A": null}}' as document,
        '{"a":1,"b":{"A":null}}' as expected
    union all
    -- of a name that comes twice the first stays, one with a value before it
    select
        '{"a":1,"b":2,"a":3}' as document,
        '{"a":1,"b":2}' as expected
    union all
    select
        '{"a":null,"b":2,"a":3}' as document,
        '{"b":2,"a":3}' as expected
    union all
    select
        '{"a":null,"a":null}' as document,
        '{"a":null}' as expected
    union all
    -- names and values as they are, however they must be written
    select
        {{ text_literal('{"a\\"b": "x\\n", "c/d": 1e8, "ö": [1, "ü"]}') }} as document,
        {{ text_literal('{"a\\"b":"x\\n","c/d":100000000.0,"ö":[1,"ü"]}') }} as expected
    union all
    select
        '{}' as document,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected

),

actual as (

    select
        expected,
        {{ json_renamed('document', 'old_names') }} as actual -- noqa: PRS
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
