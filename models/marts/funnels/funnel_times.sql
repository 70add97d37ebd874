with

reached as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        {{ microseconds('reached_at') }} as reached_microseconds,
        min(case when step_number = 1 then {{ microseconds('reached_at') }} end) over (
            partition by funnel_name, breakdown_value, unit_id
        ) as entered_microseconds
    from {{ ref('funnel_entry_steps') }}
    where counts_for_unit

),

times as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        reached_microseconds - entered_microseconds as microseconds
    from reached
    where step_number > 1

),

ranges as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        count(*) as units,
        cast(floor(min(microseconds) / 1000000) as bigint) as first_second,
        cast(ceil(max(microseconds) / 1000000) as bigint) as last_second
    from times
    group by
        funnel_name,
        breakdown_value,
        step_number

),

numbered as (

    select
        *,
        {{ each_number_to('60') }} as bucket_number
    from ranges

),

-- as many as the cube root of the units, rounded up; the last edge closes the range
edges as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        first_second,
        last_second,
        bucket_number,
        max(bucket_number) over (
            partition by funnel_name, breakdown_value, step_number
        ) as bucket_count
    from numbered
    where
        bucket_number = 0
        or (bucket_number - 1) * (bucket_number - 1) * (bucket_number - 1) < units

),

sized as (

    select
        funnel_name,
        breakdown_value,
        step_number,
        first_second,
        bucket_number,
        coalesce(nullif(
            cast(ceil((last_second - first_second) / bucket_count) as bigint), 0
        ), 60) as bucket_seconds
    from edges

),

buckets as (

    select
        *,
        cast(first_second + bucket_number * bucket_seconds as bigint)
            as bucket_start_seconds
    from sized

),

counted as (

    select
        times.funnel_name,
        times.breakdown_value,
        times.step_number,
        cast(floor(
            (times.microseconds - buckets.first_second * 1000000)
            / (buckets.bucket_seconds * 1000000)
        ) as bigint) as bucket_number,
        count(*) as units
    from times
    inner join buckets
        on
            times.funnel_name = buckets.funnel_name
            and times.breakdown_value = buckets.breakdown_value
            and times.step_number = buckets.step_number
            and buckets.bucket_number = 0
    group by
        times.funnel_name,
        times.breakdown_value,
        times.step_number,
        cast(floor(
            (times.microseconds - buckets.first_second * 1000000)
            / (buckets.bucket_seconds * 1000000)
        ) as bigint)

)

select
    buckets.funnel_name,
    buckets.breakdown_value,
    buckets.step_number,
    buckets.bucket_start_seconds,
    buckets.bucket_seconds,
    cast(coalesce(counted.units, 0) as bigint) as units
from buckets
left join counted
    on
        buckets.funnel_name = counted.funnel_name
        and buckets.breakdown_value = counted.breakdown_value
        and buckets.step_number = counted.step_number
        and buckets.bucket_number = counted.bucket_number
