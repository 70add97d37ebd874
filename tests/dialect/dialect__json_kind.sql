with

cases as (

    select
        '{"value": "text"}' as document,
        'string' as expected
    union all
    -- words that are strings
    select
        '{"value": "null"}' as document,
        'string' as expected
    union all
    select
        '{"value": "1"}' as document,
        'string' as expected
    union all
    select
        '{"value": ""}' as document,
        'string' as expected
    union all
    select
        '{"value": 0}' as document,
        'number' as expected
    union all
    select
        '{"value": -1.5}' as document,
        'number' as expected
    union all
    select
        '{"value": true}' as document,
        'boolean' as expected
    union all
    select
        '{"value": false}' as document,
        'boolean' as expected
    union all
    select
        '{"value": {}}' as document,
        'object' as expected
    union all
    select
        '{"value": []}' as document,
        'array' as expected
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
        {{ json_kind('fields.value') }} as actual
    from parsed

)

select * from actual
where actual is distinct from expected
