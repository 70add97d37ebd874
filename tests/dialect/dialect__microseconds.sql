with

cases as (

    select
        timestamp '1970-01-01 00:00:00' as instant,
        0 as expected
    union all
    select
        timestamp '1970-01-01 00:00:00.000001' as instant,
        1 as expected
    union all
    select
        timestamp '1969-12-31 23:59:59.999999' as instant,
        -1 as expected
    union all
    select
        timestamp '2024-02-29 12:00:00.5' as instant,
        1709208000500000 as expected
    union all
    select
        cast(null as timestamp) as instant,
        null as expected

),

actual as (

    select
        instant,
        expected,
        {{ microseconds('instant') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
