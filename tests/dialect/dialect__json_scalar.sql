with

cases as (

    select
        '{"value": "text"}' as document,
        'text' as expected
    union all
    -- quotes and escapes are undone
    select
        {{ text_literal('{"value": "say \\"hi\\" \\u00e9"}') }} as document,
        'say "hi" é' as expected
    union all
    select
        '{"value": ""}' as document,
        '' as expected
    union all
    select
        '{"value": "null"}' as document,
        'null' as expected
    union all
    select
        '{"value": 42}' as document,
        '42' as expected
    union all
    select
        '{"value": -1.5}' as document,
        '-1.5' as expected
    union all
    -- longer than a 64-bit number: an identifier must keep its digits
    select
        '{"value": 12345678901234567890123}' as document,
        '12345678901234567890123' as expected
    union all
    select
        '{"value": true}' as document,
        'true' as expected
    union all
    select
        '{"value": {"a":1}}' as document,
        '{"a":1}' as expected
    union all
    select
        '{"value": [1,"b"]}' as document,
        '[1,"b"]' as expected
    union all
    select
        '{"value": null}' as document,
        null as expected
    union all
    select
        '{}' as document,
        null as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected

),

parsed as (

    select
        document,
        expected,
        {{ json_fields('document', {'value': 'json'}) }} as fields
    from cases

),

actual as (

    select
        document,
        expected,
        {{ json_scalar('fields.value') }} as actual
    from parsed

)

select * from actual
where actual is distinct from expected
