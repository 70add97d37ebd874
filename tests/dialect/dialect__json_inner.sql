with

cases as (

    select
        '{"a": 1, "b": {"c": "x", "d": 2.50}}' as document,
        '1' as expected_a,
        'x' as expected_c,
        2.5 as expected_d
    union all
    select
        '{"a": null, "b": 5}' as document,
        null as expected_a,
        null as expected_c,
        null as expected_d
    union all
    select
        '{"b": {"c": null, "a": 1}, "d": 3}' as document,
        null as expected_a,
        null as expected_c,
        null as expected_d
    union all
    select
        '{"A": 1, "b.c": 2, "a": "12.5"}' as document,
        '12.5' as expected_a,
        null as expected_c,
        null as expected_d
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected_a,
        null as expected_c,
        null as expected_d

),

actual as (

    select
        document,
        expected_a,
        expected_c,
        expected_d,
        {{ json_inner('document', 'a') }} as actual_a,
        {{ json_inner('document', 'b.c') }} as actual_c,
        cast({{ json_inner('document', 'b.d') }} as double) as actual_d
    from cases

)

select * from actual
where
    actual_a is distinct from expected_a
    or actual_c is distinct from expected_c
    or actual_d is distinct from cast(expected_d as double)
