with

cases as (

    -- one second before, and at, the change to summer time in Los Angeles
    select
        timestamp '2024-03-10 09:59:59' as instant,
        timestamp '2024-03-10 01:59:59' as in_los_angeles,
        timestamp '2024-03-10 15:29:59' as in_kolkata
    union all
    select
        timestamp '2024-03-10 10:00:00' as instant,
        timestamp '2024-03-10 03:00:00' as in_los_angeles,
        timestamp '2024-03-10 15:30:00' as in_kolkata
    union all
    -- microseconds stay, and the year changes with the zone
    select
        timestamp '2023-12-31 20:00:00.123456' as instant,
        timestamp '2023-12-31 12:00:00.123456' as in_los_angeles,
        timestamp '2024-01-01 01:30:00.123456' as in_kolkata
    union all
    select
        cast(null as timestamp) as instant,
        cast(null as timestamp) as in_los_angeles,
        cast(null as timestamp) as in_kolkata

),

actual as (

    select
        instant,
        in_los_angeles,
        in_kolkata,
        {{ utc_to_local('instant', 'UTC') }} as actual_in_utc,
        {{ utc_to_local('instant', 'America/Los_Angeles') }} as actual_in_los_angeles,
        {{ utc_to_local('instant', 'Asia/Kolkata') }} as actual_in_kolkata
    from cases

)

select * from actual
where
    actual_in_utc is distinct from instant
    or actual_in_los_angeles is distinct from in_los_angeles
    or actual_in_kolkata is distinct from in_kolkata
