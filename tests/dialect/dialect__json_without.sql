with

cases as (

    select
        '{"a": 1, "sent_at": "x", "b": null}' as document,
        '{"a":1,"b":null}' as expected
    union all
    -- only members of the object itself, and of just that name
    select
        '{"b": {"sent_at": 1}, "sent_at_2": 2}' as document,
        '{"b":{"sent_at":1},"sent_at_2":2}' as expected
    union all
    -- the order of what stays is kept
    select
        '{"received_at":1,"z":1,"a":2}' as document,
        '{"z":1,"a":2}' as expected
    union all
    select
        '{"sent_at":1,"received_at":null}' as document,
        '{}' as expected
    union all
    -- numbers by value, letters as themselves, a name that comes twice twice
    select
        {{ text_literal(
            '{"b": 1.10, "s": "\\u00e9\\/\\n\\"", "sent_at": 1, "b\\"": {"y": 1e8, "n": null}, "b": "2"}'
        ) }} as document,
        {{ text_literal(
            '{"b":1.1,"s":"é/\\n\\"","b\\"":{"y":100000000.0,"n":null},"b":"2"}'
        ) }} as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        expected,
        {{ json_without('document', ['sent_at', 'received_at']) }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
