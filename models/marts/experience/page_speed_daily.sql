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

-- a percentile of parts is none of the whole: each view counts for its page and for all,
-- for its device and for all
scopes as (

    select
        false as is_of_all_pages,
        false as is_of_all_devices
    union all
    select
        false as is_of_all_pages,
        true as is_of_all_devices
    union all
    select
        true as is_of_all_pages,
        false as is_of_all_devices
    union all
    select
        true as is_of_all_pages,
        true as is_of_all_devices

),

scoped as (

    select
        timings.date,
        timings.metric,
        timings.amount,
        timings.good_up_to,
        case when scopes.is_of_all_pages then 'all' else timings.page_path end
            as page_path,
        case when scopes.is_of_all_devices then 'all' else timings.device_type end
            as device_type
    from timings
    cross join scopes

),

counted as (

    select
        date,
        metric,
        page_path,
        device_type,
        count(*) as views,
        percentile_cont(0.5) within group (order by amount) as p50,
        percentile_cont(0.75) within group (order by amount) as p75,
        percentile_cont(0.95) within group (order by amount) as p95,
        count(case when amount <= good_up_to then 1 end) as good_views,
        max(good_up_to) as good_up_to
    from scoped
    group by
        date,
        metric,
        page_path,
        device_type

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
