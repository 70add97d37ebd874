with

cases as (

    select
        '{"a":1,"b":"x"}' as first,
        '{"c":[1,{"d":null}],"e":{}}' as second,
        '{"a":1,"b":"x","c":[1,{"d":null}],"e":{}}' as expected
    union all
    -- what the first has it has as a whole, null too
    select
        '{"a":{"x":1},"b":null}' as first,
        '{"a":{"y":2},"c":2,"b":3}' as second,
        '{"a":{"x":1},"b":null,"c":2}' as expected
    union all
    select
        '{"a":1}' as first,
        '{"a":2}' as second,
        '{"a":1}' as expected
    union all
    -- names are told in every letter
    select
        {{ text_literal('{"a\\"b":1,"A":2,"":3}') }} as first,
        {{ text_literal('{"a\\"b":4,"a":"}","":5}') }} as second,
        {{ text_literal('{"a\\"b":1,"A":2,"":3,"a":"}"}') }} as expected
    union all
    select
        '{}' as first,
        '{"a":1}' as second,
        '{"a":1}' as expected
    union all
    select
        '{"a":1}' as first,
        '{}' as second,
        '{"a":1}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as first,
        '{"a":1}' as second,
        '{"a":1}' as expected
    union all
    select
        '{}' as first,
        cast(null as {{ dbt.type_string() }}) as second,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as first,
        '{}' as second,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        expected,
        {{ json_united('first', 'second') }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
