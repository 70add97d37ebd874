create table fct_sessions as
select
    session_id,
    person_id,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as event_count,
    count(*) filter (where event_name in ('page_view', 'screen_view')) as page_view_count,
    min_by(page_url, occurred_at) as entry_page_url,
    max_by(page_url, occurred_at) as exit_page_url,
    min_by(referrer, occurred_at) as referrer,
    min_by(utm_source, occurred_at) as utm_source,
    min_by(utm_medium, occurred_at) as utm_medium,
    min_by(utm_campaign, occurred_at) as utm_campaign,
    min_by(user_agent, occurred_at) as user_agent
from int_events__sessionized
group by
    session_id,
    person_id;
