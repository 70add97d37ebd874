with

cases as (

    select
        '{"a": "x"}' as document,
        'a' as member_name,
        '"a":"x"' as expected
    union all
    select
        '{"a": [1, {"b": null}]}' as document,
        'a' as member_name,
        '"a":[1,{"b":null}]' as expected
    union all
    select
        '{"a": false, "größe": 1.50}' as document,
        'größe' as member_name,
        '"größe":1.5' as expected
    union all
    -- a text is no null, a null says nothing
    select
        '{"a": "null"}' as document,
        'a' as member_name,
        '"a":"null"' as expected
    union all
    select
        '{"a": null}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        '{"a": 1}' as document,
        'b' as member_name,
        null as expected
    union all
    -- a name is matched whole, and written as JSON
    select
        '{"a/b~c.d": 1}' as document,
        'a/b~c.d' as member_name,
        '"a/b~c.d":1' as expected
    union all
    select
        {{ text_literal('{"a\\"b": "\\n"}') }} as document,
        'a"b' as member_name,
        {{ text_literal('"a\\"b":"\\n"') }} as expected
    union all
    -- of a name that comes twice the first counts
    select
        '{"a": 1, "a": 2}' as document,
        'a' as member_name,
        '"a":1' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        'a' as member_name,
        null as expected

),

actual as (

    select
        expected,
        {{ json_pair('document', 'member_name') }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
