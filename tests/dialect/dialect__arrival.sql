with

cases as (

    select
        timestamp '2026-01-02 00:00:00.000001' as received_at,
        date '2026-01-09' as load_date,
        cast(99999999999 as bigint) as file_position,
        cast(68719476735 as bigint) as line_number,
        '17673120000000019999999999968719476735' as expected
    union all
    select
        cast(null as timestamp) as received_at,
        date '2026-01-02' as load_date,
        cast(1000 as bigint) as file_position,
        cast(1 as bigint) as line_number,
        '17673120000000000000000100000000000001' as expected
    union all
    select
        timestamp '1969-12-31 23:59:59' as received_at,
        date '2026-01-02' as load_date,
        cast(0 as bigint) as file_position,
        cast(0 as bigint) as line_number,
        '-10000000000000000000000000000' as expected
    union all
    -- clocks of collectors can be wrong, too
    select
        timestamp '9999-12-31 23:59:59' as received_at,
        date '2026-01-02' as load_date,
        cast(99999999999 as bigint) as file_position,
        cast(68719476735 as bigint) as line_number,
        '99999999999999999999999999968719476735' as expected
    union all
    select
        timestamp '0001-01-01 00:00:00' as received_at,
        date '2026-01-02' as load_date,
        cast(1 as bigint) as file_position,
        cast(0 as bigint) as line_number,
        '-99999999999999989999999999900000000000' as expected

),

actual as (

    select
        received_at,
        expected,
        cast(
            {{ arrival('received_at', 'load_date', 'file_position', 'line_number') }}
            as {{ dbt.type_string() }}
        ) as actual
    from cases

)

select * from actual
where actual is distinct from expected
