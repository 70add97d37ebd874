with

cases as (

    select
        1 as position,
        cast(null as bigint) as number,
        cast(null as bigint) as expected,
        cast(null as bigint) as expected_before
    union all
    select
        2 as position,
        7 as number,
        7 as expected,
        null as expected_before
    union all
    select
        3 as position,
        null as number,
        7 as expected,
        7 as expected_before
    union all
    select
        4 as position,
        0 as number,
        0 as expected,
        7 as expected_before

),

actual as (

    select
        position,
        expected,
        expected_before,
        {{ last_known('number') }} over (
            order by position
            rows between unbounded preceding and current row
        ) as actual,
        {{ last_known('number') }} over (
            order by position
            rows between unbounded preceding and 1 preceding
        ) as actual_before
    from cases

)

select * from actual
where
    actual is distinct from expected
    or actual_before is distinct from expected_before
