with

cases as (

    -- one second before, and at, the change to summer time in Los Angeles
    select
        timestamp '2024-03-10 09:59:59' as instant,
        timestamp '2024-03-10 01:59:59' as in_los_angeles,
        timestamp '2024-03-10 15:29:59' as in_kolkata,
        'Asia/Kolkata' as zone
    union all
    select
        timestamp '2024-03-10 10:00:00' as instant,
        timestamp '2024-03-10 03:00:00' as in_los_angeles,
        timestamp '2024-03-10 15:30:00' as in_kolkata,
        cast(null as {{ dbt.type_string() }}) as zone
    union all
    -- microseconds stay, and the year changes with the zone
    select
        timestamp '2023-12-31 20:00:00.123456' as instant,
        timestamp '2023-12-31 12:00:00.123456' as in_los_angeles,
        timestamp '2024-01-01 01:30:00.123456' as in_kolkata,
        'Asia/Kolkata' as zone
    union all
    select
        cast(null as timestamp) as instant,
        cast(null as timestamp) as in_los_angeles,
        cast(null as timestamp) as in_kolkata,
        'Asia/Kolkata' as zone

),

actual as (

    select
        instant,
        {{ local_to_utc('instant', "'UTC'") }} as from_utc,
        {{ local_to_utc('in_los_angeles', "'America/Los_Angeles'") }} as from_los_angeles,
        {{ local_to_utc('in_kolkata', "'Asia/Kolkata'") }} as from_kolkata,
        -- in the zone that a row names
        {{ local_to_utc('in_kolkata', "coalesce(zone, 'Asia/Kolkata')") }}
            as from_told_zone
    from cases

)

select * from actual
where
    from_utc is distinct from instant
    or from_los_angeles is distinct from instant
    or from_kolkata is distinct from instant
    or from_told_zone is distinct from instant
