with

scrolled as (

    select
        session_id,
        coalesce(page_path, '') as page_path,
        max(amount) as percent
    from {{ ref('int_experience_facts') }}
    where
        kind = 'scroll'
        and session_id is not null
        and amount is not null
    group by
        session_id,
        coalesce(page_path, '')

),

-- the set of pages whose depth is measured at all
measured_pages as (

    select distinct page_path from scrolled

),

-- the set of visits of these pages: a page seen twice in a session is one
viewed as (

    select distinct
        views.session_id,
        coalesce(views.page_path, '') as page_path
    from {{ ref('human_events') }} as views
    inner join measured_pages
        on coalesce(views.page_path, '') = measured_pages.page_path
    where
        views.event_name = 'page_view'
        and views.session_id is not null

),

-- a depth without a view is a visit, too: the view may be lost
visits as (

    select
        coalesce(viewed.page_path, scrolled.page_path) as page_path,
        scrolled.percent
    from viewed
    full outer join scrolled
        on
            viewed.session_id = scrolled.session_id
            and viewed.page_path = scrolled.page_path

),

counted as (

    select
        page_path,
        count(*) as visits,
        count(percent) as measured_visits,
        count(case when percent >= 25 then 1 end) as reached_25,
        count(case when percent >= 50 then 1 end) as reached_50,
        count(case when percent >= 75 then 1 end) as reached_75,
        count(case when percent >= 90 then 1 end) as reached_90,
        count(case when percent >= 100 then 1 end) as reached_100,
        cast(sum(cast(percent as decimal(18, 4))) as double) / nullif(count(percent), 0)
            as avg_percent
    from visits
    group by page_path

)

select
    page_path,
    visits,
    measured_visits,
    reached_25,
    reached_50,
    reached_75,
    reached_90,
    reached_100,
    cast(reached_75 as double) / visits as reached_75_rate,
    avg_percent
from counted
