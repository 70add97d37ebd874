-- The units of all numbers of intervals are those active in the range, at least one is
-- all of them, and no range lacks a number.
with

intervals as (

    select
        stickiness_name,
        range_start,
        count(*) as row_count,
        max(active_intervals) as largest_number,
        sum(units) as units,
        sum(units * active_intervals) as unit_intervals,
        max(case when active_intervals = 1 then cumulative_units end) as units_of_one
    from {{ ref('stickiness_intervals') }}
    group by
        stickiness_name,
        range_start

),

-- counted again, range by range
placed as (

    select
        ranges.stickiness_name,
        ranges.range_start,
        ranges.interval_count,
        spans.unit_id,
        {{ start_of_period('asked.interval', 'spans.span_start') }} as interval_start
    from {{ ref('stickiness_ranges') }} as ranges
    inner join {{ ref('stickiness_definitions') }} as asked
        on ranges.stickiness_name = asked.stickiness_name
    left join {{ ref('int_active_spans') }} as spans
        on
            spans.family = 'stickiness'
            and ranges.stickiness_name = spans.definition_name
            and cast(spans.span_start as date)
            between ranges.range_start and ranges.range_end

),

pairs as (

    select
        stickiness_name,
        range_start,
        unit_id,
        interval_start,
        max(interval_count) as interval_count
    from placed
    group by
        stickiness_name,
        range_start,
        unit_id,
        interval_start

),

active as (

    select
        stickiness_name,
        range_start,
        max(interval_count) as interval_count,
        count(distinct unit_id) as units,
        count(unit_id) as unit_intervals
    from pairs
    group by
        stickiness_name,
        range_start

),

problems as (

    select
        active.stickiness_name,
        active.range_start,
        active.units as units_due,
        intervals.units,
        case
            when intervals.row_count is null then 'a range has no rows'
            when
                intervals.row_count <> active.interval_count
                or intervals.largest_number <> active.interval_count
                then 'a number of intervals is missing'
            when intervals.units <> active.units
                then 'the units are not those active in the range'
            when intervals.units_of_one <> active.units
                then 'at least one interval is not everybody active'
            when intervals.unit_intervals <> active.unit_intervals
                then 'the intervals of the units are not the active ones'
        end as problem
    from active
    left join intervals
        on
            active.stickiness_name = intervals.stickiness_name
            and active.range_start = intervals.range_start

)

select * from problems
where problem is not null
