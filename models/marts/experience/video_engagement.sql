with

-- a visit of a video: all that a session tells of it, or a person without sessions
visits as (

    select
        coalesce(item, '') as video,
        coalesce(session_id, person_id) as visit_id,
        min(person_id) as person_id,
        max(case
            when kind = 'video_end' then 100
            when kind = 'video_progress' then amount
        end) as percent,
        sum(cast(case when kind = 'video_start' then amount end as decimal(18, 4)))
            as seconds
    from {{ ref('int_experience_facts') }}
    where kind in ('video_start', 'video_progress', 'video_end')
    group by
        coalesce(item, ''),
        coalesce(session_id, person_id)

),

counted as (

    select
        video,
        count(*) as plays,
        count(distinct person_id) as viewers,
        count(percent) as measured_plays,
        count(case when percent >= 25 then 1 end) as reached_25,
        count(case when percent >= 50 then 1 end) as reached_50,
        count(case when percent >= 75 then 1 end) as reached_75,
        count(case when percent >= 90 then 1 end) as reached_90,
        count(case when percent >= 100 then 1 end) as completions,
        cast(sum(seconds) as double) / nullif(count(seconds), 0) as avg_seconds
    from visits
    group by video

)

select
    video,
    plays,
    viewers,
    measured_plays,
    reached_25,
    reached_50,
    reached_75,
    reached_90,
    completions,
    cast(completions as double) / nullif(measured_plays, 0) as completion_rate,
    avg_seconds
from counted
