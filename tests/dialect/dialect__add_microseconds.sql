with

cases as (

    select
        timestamp '2024-01-01 00:00:00' as instant,
        0 as added,
        timestamp '2024-01-01 00:00:00' as expected
    union all
    -- over the end of a leap February
    select
        timestamp '2024-02-29 23:59:59.999999' as instant,
        1 as added,
        timestamp '2024-03-01 00:00:00' as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as instant,
        -1 as added,
        timestamp '2023-12-31 23:59:59.999999' as expected
    union all
    -- more microseconds than a 32-bit number counts: two days
    select
        timestamp '2024-01-01 00:00:00' as instant,
        172800000000 as added,
        timestamp '2024-01-03 00:00:00' as expected
    union all
    -- before 1970
    select
        timestamp '1969-12-31 23:59:59' as instant,
        -1500000 as added,
        timestamp '1969-12-31 23:59:57.5' as expected
    union all
    select
        cast(null as timestamp) as instant,
        1 as added,
        cast(null as timestamp) as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as instant,
        cast(null as bigint) as added,
        cast(null as timestamp) as expected

),

actual as (

    select
        instant,
        added,
        expected,
        {{ add_microseconds('instant', 'added') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
