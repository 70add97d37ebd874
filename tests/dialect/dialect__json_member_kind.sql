with

cases as (

    select
        '{"a": "1"}' as document,
        'a' as member_name,
        'string' as expected
    union all
    select
        '{"a": 0}' as document,
        'a' as member_name,
        'integer' as expected
    union all
    select
        '{"a": -5}' as document,
        'a' as member_name,
        'integer' as expected
    union all
    -- the largest unsigned 64-bit number
    select
        '{"a": 18446744073709551615}' as document,
        'a' as member_name,
        'integer' as expected
    union all
    -- a fraction or an exponent makes it no integer, whatever its value
    select
        '{"a": 1.0}' as document,
        'a' as member_name,
        'number' as expected
    union all
    select
        '{"a": 1e2}' as document,
        'a' as member_name,
        'number' as expected
    union all
    select
        '{"a": true}' as document,
        'a' as member_name,
        'boolean' as expected
    union all
    select
        '{"a": {}}' as document,
        'a' as member_name,
        'object' as expected
    union all
    select
        '{"a": []}' as document,
        'a' as member_name,
        'array' as expected
    union all
    select
        '{"a.b/c": 1}' as document,
        'a.b/c' as member_name,
        'integer' as expected
    union all
    select
        '{"a": null}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        '{}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        'a' as member_name,
        null as expected

),

actual as (

    select
        document,
        member_name,
        expected,
        {{ json_member_kind('document', 'member_name') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
