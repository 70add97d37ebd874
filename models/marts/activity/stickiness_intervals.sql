with

definitions as (

    select
        asked.stickiness_name,
        asked.interval as period,
        asked.range_start,
        asked.range_end
    from {{ ref('stickiness_definitions') }} as asked

),

rows_of_ranges as (

    select
        stickiness_name,
        range_start,
        is_complete,
        {{ each_number_to('interval_count - 1') }} as number
    from {{ ref('stickiness_ranges') }}

),

active as (

    select
        definitions.stickiness_name,
        spans.unit_id,
        coalesce(
            definitions.range_start,
            cast({{ start_of_period("'month'", 'spans.span_start') }} as date)
        ) as range_start,
        {{ start_of_period('definitions.period', 'spans.span_start') }} as interval_start
    from {{ ref('int_active_spans') }} as spans
    inner join definitions
        on spans.definition_name = definitions.stickiness_name
    where
        spans.family = 'stickiness'
        and (
            definitions.range_start is null
            or cast(spans.span_start as date)
            between definitions.range_start and definitions.range_end
        )

),

by_unit as (

    select
        stickiness_name,
        range_start,
        unit_id,
        count(distinct interval_start) as active_intervals
    from active
    group by
        stickiness_name,
        range_start,
        unit_id

),

counted as (

    select
        stickiness_name,
        range_start,
        active_intervals,
        count(*) as units
    from by_unit
    group by
        stickiness_name,
        range_start,
        active_intervals

),

final as (

    select
        ranges.stickiness_name,
        ranges.range_start,
        cast(ranges.number + 1 as bigint) as active_intervals,
        cast(coalesce(counted.units, 0) as bigint) as units,
        cast(
            sum(coalesce(counted.units, 0)) over (
                partition by ranges.stickiness_name, ranges.range_start
                order by ranges.number desc
                rows between unbounded preceding and current row
            ) as bigint
        ) as cumulative_units,
        ranges.is_complete
    from rows_of_ranges as ranges
    left join counted
        on
            ranges.stickiness_name = counted.stickiness_name
            and ranges.range_start = counted.range_start
            and ranges.number + 1 = counted.active_intervals

)

select
    stickiness_name,
    range_start,
    active_intervals,
    units,
    cumulative_units,
    is_complete
from final
