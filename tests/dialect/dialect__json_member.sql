with

cases as (

    select
        '{"a": "x"}' as document,
        'a' as member_name,
        'x' as expected
    union all
    select
        '{"a": 1, "b": false}' as document,
        'b' as member_name,
        'false' as expected
    union all
    select
        '{"a": {"b":1}}' as document,
        'a' as member_name,
        '{"b":1}' as expected
    union all
    -- a name is matched whole: dots, slashes, tildes and quotes are letters of it
    select
        '{"a.b": "dotted", "a": {"b": "nested"}}' as document,
        'a.b' as member_name,
        'dotted' as expected
    union all
    select
        '{"a/b~c": "x"}' as document,
        'a/b~c' as member_name,
        'x' as expected
    union all
    select
        '{"it''s": "x"}' as document,
        'it''s' as member_name,
        'x' as expected
    union all
    select
        {{ text_literal('{"a\\"b": "x"}') }} as document,
        'a"b' as member_name,
        'x' as expected
    union all
    select
        '{"größe": "x"}' as document,
        'größe' as member_name,
        'x' as expected
    union all
    -- however it is spelled
    select
        {{ text_literal('{"\\u0061": "x"}') }} as document,
        'a' as member_name,
        'x' as expected
    union all
    -- the same letters elsewhere are no name
    select
        '{"b": "a"}' as document,
        'a' as member_name,
        null as expected
    union all
    -- upper and lower case differ
    select
        '{"A": "x"}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        '{"a": null}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        '{"a": "null"}' as document,
        'a' as member_name,
        'null' as expected
    union all
    select
        '{}' as document,
        'a' as member_name,
        null as expected
    union all
    select
        '5' as document,
        'a' as member_name,
        null as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        'a' as member_name,
        null as expected
    union all
    select
        '{"a": 1}' as document,
        cast(null as {{ dbt.type_string() }}) as member_name,
        null as expected

),

actual as (

    select
        document,
        member_name,
        expected,
        {{ json_member('document', 'member_name') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
