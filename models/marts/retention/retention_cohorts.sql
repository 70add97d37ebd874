with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

sizes as (

    select
        retention_name,
        coalesce(breakdown_value, '') as breakdown_value,
        cohort_period,
        count(*) as cohort_size
    from {{ ref('retention_members') }}
    group by
        retention_name,
        coalesce(breakdown_value, ''),
        cohort_period

),

returned as (

    select
        retention_name,
        coalesce(breakdown_value, '') as breakdown_value,
        cohort_period,
        period_number,
        count(*) as persons
    from {{ ref('retention_returns') }}
    group by
        retention_name,
        coalesce(breakdown_value, ''),
        cohort_period,
        period_number

),

cells as (

    select
        sizes.retention_name,
        sizes.breakdown_value,
        sizes.cohort_period,
        sizes.cohort_size,
        curves.period,
        curves.clock,
        curves.match,
        {{ each_number_to('curves.period_count') }} as period_number
    from sizes
    inner join {{ ref('retention_curves') }} as curves
        on sizes.retention_name = curves.retention_name

),

-- calendar: the cell is over when its period is. rolling: when the window of somebody
-- who started at the very end of the cohort's period is
with_ends as (

    select
        retention_name,
        breakdown_value,
        cohort_period,
        cast(period_number as bigint) as period_number,
        cohort_size,
        match,
        case
            when clock = 'calendar'
                then
                    {{ local_to_utc(
                        add_periods('period', 'cohort_period', 'period_number + 1')
                    ) }}
            else
                {{ add_microseconds(
                    local_to_utc(add_periods('period', 'cohort_period', '1')),
                    '1000000 * (period_number + 1) * ' ~ period_seconds('period')
                ) }}
        end as ends_at
    from cells

),

counted as (

    select
        cells.retention_name,
        cells.breakdown_value,
        cells.cohort_period,
        cells.period_number,
        cells.cohort_size,
        case
            when cells.period_number = 0 then cells.cohort_size
            when cells.match = 'on' then coalesce(returned.persons, 0)
            -- a person stands once, at the last return, so "j or later" is a running sum
            else
                sum(coalesce(returned.persons, 0)) over (
                    partition by
                        cells.retention_name,
                        cells.breakdown_value,
                        cells.cohort_period
                    order by cells.period_number desc
                    rows between unbounded preceding and current row
                )
        end as retained,
        cells.ends_at <= as_of.as_of as is_complete
    from with_ends as cells
    cross join as_of
    left join returned
        on
            cells.retention_name = returned.retention_name
            and cells.breakdown_value = returned.breakdown_value
            and cells.cohort_period = returned.cohort_period
            and cells.period_number = returned.period_number

)

select
    retention_name,
    breakdown_value,
    cohort_period,
    period_number,
    cohort_size,
    cast(retained as bigint) as retained,
    case
        when is_complete then cast(retained as double) / cast(cohort_size as double)
    end as retention_rate,
    is_complete
from counted
