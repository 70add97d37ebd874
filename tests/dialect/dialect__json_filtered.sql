{% set is_own = "left(name, 8) <> 'context_' and name not in ('id')" %}
with

cases as (

    select
        '{"a": 1, "context_x": "x", "b": null, "id": 2}' as document,
        '{"a":1}' as expected
    union all
    -- only members of the object itself, in their order, with what is in them
    select
        '{"z": {"id": 1, "n": null}, "ids": [null, "id"], "Id": ""}' as document,
        '{"z":{"id":1,"n":null},"ids":[null,"id"],"Id":""}' as expected
    union all
    select
        {{ text_literal('{"q\\"x": 1.10, "é~/": "\\n", "": 3, "context_\\"": 1}') }}
            as document,
        {{ text_literal('{"q\\"x":1.1,"é~/":"\\n","":3}') }} as expected
    union all
    select
        '{"id":1,"context_":2}' as document,
        '{}' as expected
    union all
    select
        '{}' as document,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        expected,
        {{ json_filtered('document', is_own) }} as actual -- noqa: PRS
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
