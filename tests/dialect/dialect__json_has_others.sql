with

cases as (

    select
        '{"a": 1, "b": 2}' as document,
        2 as known_count,
        false as expected
    union all
    select
        '{"a": 1, "c": 2}' as document,
        1 as known_count,
        true as expected
    union all
    -- of those that are known one is null
    select
        '{"a": 1, "b": null}' as document,
        1 as known_count,
        false as expected
    union all
    -- just that name: neither in another case nor with more behind it nor within
    select
        '{"A": 1}' as document,
        0 as known_count,
        true as expected
    union all
    select
        '{"a": {"c": 1}, "b": ["c"]}' as document,
        2 as known_count,
        false as expected
    union all
    select
        '{"a.b": null}' as document,
        0 as known_count,
        true as expected
    union all
    select
        '{}' as document,
        0 as known_count,
        false as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        0 as known_count,
        false as expected

),

actual as (

    select
        document,
        expected,
        coalesce(
            {{ json_has_others('document', ['a', 'b'], 'known_count') }}, false
        ) as actual
    from cases

)

select * from actual
where actual is distinct from expected
