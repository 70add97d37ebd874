with

curves as (

    select
        retention_name,
        period,
        period_count,
        clock,
        match
    from {{ ref('int_retention_curves__defined') }}

),

members as (

    select
        retention_name,
        cohort_period
    from {{ ref('retention_members') }}

),

sizes as (

    select
        retention_name,
        cohort_period,
        count(*) as cohort_size
    from members
    group by
        retention_name,
        cohort_period

),

numbered as (

    select
        sizes.retention_name,
        sizes.cohort_period,
        sizes.cohort_size,
        curves.period,
        curves.clock,
        curves.match,
        {{ each_number_to('curves.period_count') }} as period_number
    from sizes
    inner join curves
        on sizes.retention_name = curves.retention_name

),

-- calendar: the cell is over when its bucket is. rolling: when the window of somebody
-- who started at the very end of the cohort's bucket is
with_ends as (

    select
        retention_name,
        cohort_period,
        period_number,
        cohort_size,
        match,
        case
            when clock = 'calendar'
                then
                    {{ local_to_utc(
                        add_periods('period', 'cohort_period', 'period_number + 1')
                    ) }}
            when clock = 'rolling'
                then
                    {{ add_microseconds(
                        local_to_utc(add_periods('period', 'cohort_period', '1')),
                        '1000000 * (period_number + 1) * ' ~ period_seconds('period')
                    ) }}
        end as ends_at
    from numbered

),

final as (

    select
        retention_name,
        cohort_period,
        cast(period_number as bigint) as period_number,
        cast(cohort_size as bigint) as cohort_size,
        match,
        ends_at
    from with_ends

)

select
    retention_name,
    cohort_period,
    period_number,
    cohort_size,
    match,
    ends_at
from final
