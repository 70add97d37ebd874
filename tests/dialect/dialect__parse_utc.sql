with

cases as (

    -- a date is its midnight
    select
        '2024-02-29' as text,
        timestamp '2024-02-29 00:00:00' as expected
    union all
    select
        '2024-01-01T10:00' as text,
        timestamp '2024-01-01 10:00:00' as expected
    union all
    select
        '2024-01-01 10:00:30Z' as text,
        timestamp '2024-01-01 10:00:30' as expected
    union all
    -- the commonest spelling, and what looks like it
    select
        '2024-02-29T23:59:59.999Z' as text,
        timestamp '2024-02-29 23:59:59.999' as expected
    union all
    select
        '2024-01-31T24:00:00.000Z' as text,
        timestamp '2024-02-01 00:00:00' as expected
    union all
    select
        '2023-02-29T00:00:00.000Z' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2016-12-31T23:59:60.000Z' as text,
        timestamp '2017-01-01 00:00:00' as expected
    union all
    select
        ' 024-01-01T00:00:00.000Z' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T 1:00:00.000Z' as text,
        cast(null as timestamp) as expected
    union all
    -- microseconds are kept, what is finer is cut, not rounded
    select
        '2024-12-31T23:59:59.1' as text,
        timestamp '2024-12-31 23:59:59.1' as expected
    union all
    select
        '2024-12-31T23:59:59.9999999Z' as text,
        timestamp '2024-12-31 23:59:59.999999' as expected
    union all
    -- offsets, over the ends of day, month and year
    select
        '2024-01-01T00:30:00+05:30' as text,
        timestamp '2023-12-31 19:00:00' as expected
    union all
    select
        '2024-02-28T20:00:00-0800' as text,
        timestamp '2024-02-29 04:00:00' as expected
    union all
    select
        '2024-01-01T00:30+02' as text,
        timestamp '2023-12-31 22:30:00' as expected
    union all
    select
        '1969-07-20T20:17:40Z' as text,
        timestamp '1969-07-20 20:17:40' as expected
    union all
    -- days and hours that do not exist
    select
        '2024-02-30' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2023-02-29T00:00:00Z' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-13-01' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T25:00:00Z' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T10:60:00Z' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T10:00:00+24:00' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T10:00:00-01:60' as text,
        cast(null as timestamp) as expected
    union all
    -- the widest offset
    select
        '2024-01-01T10:00:00+23:59' as text,
        timestamp '2023-12-31 10:01:00' as expected
    union all
    -- not ISO 8601
    select
        '2024-01-01  10:00:00' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-01-01T10' as text,
        cast(null as timestamp) as expected
    union all
    select
        '01/02/2024' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2024-1-1' as text,
        cast(null as timestamp) as expected
    union all
    select
        ' 2024-01-01' as text,
        cast(null as timestamp) as expected
    union all
    select
        '1704067200' as text,
        cast(null as timestamp) as expected
    union all
    -- words that an engine's own cast takes
    select
        'epoch' as text,
        cast(null as timestamp) as expected
    union all
    select
        'infinity' as text,
        cast(null as timestamp) as expected
    union all
    select
        'today' as text,
        cast(null as timestamp) as expected
    union all
    select
        '' as text,
        cast(null as timestamp) as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        cast(null as timestamp) as expected
    union all
    -- a leap second is the second after it, and no other second is
    select
        '2016-12-31T15:59:60.5-08:00' as text,
        timestamp '2017-01-01 00:00:00.5' as expected
    union all
    select
        '2016-12-31T23:58:60Z' as text,
        cast(null as timestamp) as expected
    union all
    -- the standards' other spellings
    select
        '2026-03-01t14:30:22.25z' as text,
        timestamp '2026-03-01 14:30:22.25' as expected
    union all
    select
        '2026-03-01T14:30:22,500Z' as text,
        timestamp '2026-03-01 14:30:22.5' as expected
    union all
    select
        '20260301T143022Z' as text,
        timestamp '2026-03-01 14:30:22' as expected
    union all
    select
        '20260301T1430+0100' as text,
        timestamp '2026-03-01 13:30:00' as expected
    union all
    select
        '20260301T143022.123456789' as text,
        timestamp '2026-03-01 14:30:22.123456' as expected
    union all
    select
        '20260301' as text,
        timestamp '2026-03-01 00:00:00' as expected
    union all
    select
        '202603011' as text,
        cast(null as timestamp) as expected
    union all
    select
        '20260231T143022Z' as text,
        cast(null as timestamp) as expected
    union all
    -- what warehouses write
    select
        '2026-03-01 14:30:22 UTC' as text,
        timestamp '2026-03-01 14:30:22' as expected
    union all
    select
        '2026-03-01 14:30:22.000 +0000' as text,
        timestamp '2026-03-01 14:30:22' as expected
    union all
    select
        '2026-03-01 14:30:22 -05:30' as text,
        timestamp '2026-03-01 20:00:22' as expected
    union all
    -- RFC 1123
    select
        'Sun, 01 Mar 2026 14:30:22 GMT' as text,
        timestamp '2026-03-01 14:30:22' as expected
    union all
    select
        '1 Dec 2026 14:30:22 +0100' as text,
        timestamp '2026-12-01 13:30:22' as expected
    union all
    select
        'Sun, 01 Foo 2026 14:30:22 GMT' as text,
        cast(null as timestamp) as expected
    union all
    select
        'Sun, 01 Mar 2026' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2026-03-01T14:30:22 CET' as text,
        cast(null as timestamp) as expected
    union all
    select
        '2026-03-01T14:30:22,' as text,
        cast(null as timestamp) as expected

),

actual as (

    select
        text,
        expected,
        {{ parse_utc('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
