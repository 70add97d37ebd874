with

cases as (

    select
        '{"b":{"z":1,"a":[{"y":1,"x":2}]},"a":"x"}' as document,
        '{"a":"x","b":{"a":[{"x":2,"y":1}],"z":1}}' as expected
    union all
    -- the order of a list is what it says
    select
        '{"a":[2,1]}' as document,
        '{"a":[2,1]}' as expected
    union all
    select
        ' { "b" : null, "a" : { } }' as document,
        '{"a":{},"b":null}' as expected
    union all
    -- numbers by their value, a text by its letters
    select
        '{"a":[1,1.0,100.0,-0.0,1.50],"b":["1","1.0"]}' as document,
        '{"a":[1,1,100,0,1.5],"b":["1","1.0"]}' as expected
    union all
    -- whole numbers with all their digits, others as a double has them
    select
        '{"a":[9007199254740993,9007199254740992,12345678901234567890]}' as document,
        '{"a":[9007199254740993,9007199254740992,12345678901234567890]}' as expected
    union all
    select
        '{"a":[0.000001,1.5e-7,1e21,-1e-10],"b":"1.0E-7","c":"Infinity"}' as document,
        '{"a":[0.000001,1.5e-7,1e21,-1e-10],"b":"1.0E-7","c":"Infinity"}' as expected
    union all
    -- by UTF-16 code units: a letter beyond U+FFFF comes before U+FB01
    select
        '{"ﬁ":1,"😀":2,"é":3,"B":4,"a":5,"":6}' as document,
        '{"":6,"B":4,"a":5,"é":3,"😀":2,"ﬁ":1}' as expected
    union all
    select
        {{ text_literal('{"b":"\\\\\\"\\n\\u001F/ 1.0E-7","a":1e-9}') }} as document,
        {{ text_literal('{"a":1e-9,"b":"\\\\\\"\\n\\u001F/ 1.0E-7"}') }} as expected
    union all
    -- a name that comes twice, and a number that is none, leave the text as it is
    select
        '{"b":1,"a":2,"b":1}' as document,
        '{"b":1,"a":2,"b":1}' as expected
    union all
    select
        '{"b":{"x":1,"x":1},"a":2}' as document,
        '{"b":{"x":1,"x":1},"a":2}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        expected,
        {{ canonical_json('document') }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
