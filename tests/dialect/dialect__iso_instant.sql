with

cases as (

    select
        timestamp '2024-02-29 23:59:59.000001' as instant,
        '2024-02-29T23:59:59.000001Z' as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as instant,
        '2024-01-01T00:00:00.000000Z' as expected
    union all
    select
        cast(null as timestamp) as instant,
        null as expected

),

actual as (

    select
        expected,
        {{ iso_instant('instant') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
