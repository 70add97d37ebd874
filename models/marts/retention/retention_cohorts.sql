with

cells as (

    select
        retention_name,
        cohort_period,
        period_number,
        cohort_size,
        match,
        ends_at
    from {{ ref('retention_cells') }}

),

returns as (

    select
        retention_name,
        cohort_period,
        period_number
    from {{ ref('retention_calendar_returns') }}
    union all
    select
        retention_name,
        cohort_period,
        period_number
    from {{ ref('retention_rolling_returns') }}

),

judged_at as (

    select
        {{ as_of_or('max(last_event_at)') }} as as_of
    from {{ ref('fct_active_days') }}

),

returned as (

    select
        retention_name,
        cohort_period,
        period_number,
        count(*) as persons
    from returns
    group by
        retention_name,
        cohort_period,
        period_number

),

counted as (

    select
        cells.retention_name,
        cells.cohort_period,
        cells.period_number,
        cells.cohort_size,
        cells.match,
        coalesce(returned.persons, 0) as persons,
        -- a person stands once, at his last return, so "j or later" is a running sum
        sum(coalesce(returned.persons, 0)) over (
            partition by cells.retention_name, cells.cohort_period
            order by cells.period_number desc
            rows between unbounded preceding and current row
        ) as returned_then_or_later,
        cells.ends_at <= judged_at.as_of as is_complete
    from cells
    cross join judged_at
    left join returned
        on
            cells.retention_name = returned.retention_name
            and cells.cohort_period = returned.cohort_period
            and cells.period_number = returned.period_number

),

with_retained as (

    select
        retention_name,
        cohort_period,
        period_number,
        cohort_size,
        cast(
            case
                when period_number = 0 then cohort_size
                when match = 'on' then persons
                else returned_then_or_later
            end as bigint
        ) as retained,
        is_complete
    from counted

)

select
    retention_name,
    cohort_period,
    period_number,
    cohort_size,
    retained,
    case
        when is_complete then cast(retained as double) / cast(cohort_size as double)
    end as retention_rate,
    is_complete
from with_retained
