with

-- up to which a value is good, by the published thresholds of Web Vitals
thresholds as (

    select
        'lcp_ms' as metric,
        cast(2500 as double) as good_up_to
    union all
    select
        'inp_ms' as metric,
        cast(200 as double) as good_up_to
    union all
    select
        'cls' as metric,
        cast(0.1 as double) as good_up_to
    union all
    select
        'fcp_ms' as metric,
        cast(1800 as double) as good_up_to
    union all
    select
        'ttfb_ms' as metric,
        cast(800 as double) as good_up_to

),

timings as (

    select
        facts.event_date as date,
        coalesce(facts.page_path, '') as page_path,
        coalesce(facts.device_type, '') as device_type,
        facts.metric,
        facts.amount,
        thresholds.good_up_to
    from {{ ref('int_experience_facts') }} as facts
    left join thresholds on facts.metric = thresholds.metric
    where facts.kind = 'timing'

),

-- a percentile of parts is none of the whole, so the whole has rows of its own
counted as (

    select
        date,
        metric,
        case when grouping(page_path) = 1 then 'all' else page_path end as page_path,
        case when grouping(device_type) = 1 then 'all' else device_type end as device_type,
        count(*) as views,
        percentile_cont(0.5) within group (order by amount) as p50,
        percentile_cont(0.75) within group (order by amount) as p75,
        percentile_cont(0.95) within group (order by amount) as p95,
        count(case when amount <= good_up_to then 1 end) as good_views,
        max(good_up_to) as good_up_to
    from timings
    group by
        grouping sets (
            (date, metric, page_path, device_type),
            (date, metric, page_path),
            (date, metric, device_type),
            (date, metric)
        )

)

select
    date,
    metric,
    page_path,
    device_type,
    views,
    p50,
    p75,
    p95,
    case when good_up_to is not null then cast(good_views as double) / views end
        as good_rate
from counted
