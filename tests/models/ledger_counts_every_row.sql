-- The ledger has every row that was read, by source, and every accepted event and record.
with

landed as (

    select
        source,
        count(*) as row_count,
        cast(null as bigint) as accepted_count
    from {{ ref('int_events__read') }}
    group by source
    union all
    select
        source,
        cast(null as bigint) as row_count,
        count(*) as accepted_count
    from {{ ref('fct_events') }}
    group by source
    union all
    select
        source,
        count(*) as row_count,
        cast(null as bigint) as accepted_count
    from {{ ref('landing_records') }}
    group by source
    union all
    select
        source,
        cast(null as bigint) as row_count,
        count(version_number) as accepted_count
    from {{ ref('int_record_versions') }}
    group by source

),

expected as (

    select
        source,
        coalesce(sum(row_count), 0) as row_count,
        coalesce(sum(accepted_count), 0) as accepted_count
    from landed
    group by source

),

told as (

    select
        source,
        sum(rows) as row_count,
        coalesce(sum(case when disposition = 'accepted' then rows end), 0)
            as accepted_count
    from {{ ref('event_ledger') }}
    where reason not like 'unknown_place:%'
    group by source

)

select
    coalesce(expected.source, told.source) as source,
    expected.row_count as expected_rows,
    told.row_count as told_rows,
    expected.accepted_count as expected_accepted,
    told.accepted_count as told_accepted
from expected
full outer join told on expected.source = told.source
where
    expected.row_count is distinct from told.row_count
    or expected.accepted_count is distinct from told.accepted_count
