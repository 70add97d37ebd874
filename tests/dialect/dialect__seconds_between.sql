with

cases as (

    select
        timestamp '2024-01-01 00:00:00' as earlier,
        timestamp '2024-01-01 00:00:00' as later,
        0.0 as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as earlier,
        timestamp '2024-01-02 00:00:01' as later,
        86401.0 as expected
    union all
    select
        timestamp '2024-01-01 00:01:00' as earlier,
        timestamp '2024-01-01 00:00:00' as later,
        -60.0 as expected
    union all
    -- a fraction that crosses a whole second is no whole second
    select
        timestamp '2024-01-01 00:00:00.900' as earlier,
        timestamp '2024-01-01 00:00:01.100' as later,
        0.2 as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as earlier,
        timestamp '2024-01-01 00:30:00.000001' as later,
        1800.000001 as expected
    union all
    select
        timestamp '2024-02-28 00:00:00' as earlier,
        timestamp '2024-03-01 00:00:00' as later,
        172800.0 as expected
    union all
    select
        cast(null as timestamp) as earlier,
        timestamp '2024-01-01 00:00:00' as later,
        null as expected
    union all
    select
        timestamp '2024-01-01 00:00:00' as earlier,
        cast(null as timestamp) as later,
        null as expected

),

actual as (

    select
        earlier,
        later,
        expected,
        {{ seconds_between('earlier', 'later') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
