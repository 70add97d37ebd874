with

cases as (

    select
        '1767225600' as value,
        1000000 as unit,
        timestamp '2026-01-01 00:00:00' as expected
    union all
    select
        '1767225600.25' as value,
        1000000 as unit,
        timestamp '2026-01-01 00:00:00.25' as expected
    union all
    select
        '1767225600.1234567' as value,
        1000000 as unit,
        timestamp '2026-01-01 00:00:00.123457' as expected
    union all
    select
        '1.7672256e9' as value,
        1000000 as unit,
        timestamp '2026-01-01 00:00:00' as expected
    union all
    select
        '1767225600001' as value,
        1000 as unit,
        timestamp '2026-01-01 00:00:00.001' as expected
    union all
    select
        '1767225600000001' as value,
        1 as unit,
        timestamp '2026-01-01 00:00:00.000001' as expected
    union all
    select
        '-1' as value,
        1000000 as unit,
        timestamp '1969-12-31 23:59:59' as expected
    union all
    -- seconds taken for milliseconds, and the other way round
    select
        '1767225600' as value,
        1000 as unit,
        timestamp '1970-01-21 10:53:45.6' as expected
    union all
    select
        '1767225600000' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    -- the last second of all years, and the one behind it
    select
        '253402300799' as value,
        1000000 as unit,
        timestamp '9999-12-31 23:59:59' as expected
    union all
    select
        '253402300800' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    select
        ' 1767225600' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    select
        '2026-01-01' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    select
        '1e999' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    select
        '' as value,
        1000000 as unit,
        cast(null as timestamp) as expected
    union all
    select
        '1767225600' as value,
        cast(null as bigint) as unit,
        cast(null as timestamp) as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as value,
        1000000 as unit,
        cast(null as timestamp) as expected

),

actual as (

    select
        value,
        unit,
        expected,
        {{ epoch_instant('value', 'unit') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
