with

dates as (

    select
        date,
        is_complete
    from {{ ref('engagement_daily') }}
    where segment = 'all'

),

sessions as (

    select
        session_id,
        cast({{ utc_to_local('started_at') }} as date) as session_date,
        coalesce(platform, '') as platform
    from {{ ref('human_sessions') }}

),

-- what happened in a visit is of the day on which it began, so that no rate is over 1
errors as (

    select
        coalesce(sessions.session_date, facts.event_date) as date,
        coalesce(sessions.platform, facts.platform, '') as platform,
        facts.kind,
        facts.person_id,
        sessions.session_id
    from {{ ref('int_experience_facts') }} as facts
    left join sessions on facts.session_id = sessions.session_id
    where facts.kind in ('error', 'crash', 'failed_request')

),

-- each once for its platform, and once for all
errors_by_platform as (

    select * from errors
    union all
    select
        date,
        'all' as platform,
        kind,
        person_id,
        session_id
    from errors

),

sessions_by_platform as (

    select
        session_date,
        platform
    from sessions
    union all
    select
        session_date,
        'all' as platform
    from sessions

),

counted_errors as (

    select
        date,
        platform,
        count(case when kind = 'error' then 1 end) as errors,
        count(case when kind = 'crash' then 1 end) as crashes,
        count(case when kind = 'failed_request' then 1 end) as failed_requests,
        count(distinct case when kind <> 'failed_request' then session_id end)
            as sessions_with_error,
        count(distinct case when kind = 'crash' then session_id end)
            as sessions_with_crash,
        count(distinct case when kind <> 'failed_request' then person_id end)
            as persons_affected
    from errors_by_platform
    group by
        date,
        platform

),

counted_sessions as (

    select
        session_date as date,
        platform,
        count(*) as sessions
    from sessions_by_platform
    group by
        session_date,
        platform

),

-- the set of platforms that anything was ever heard of; all has a row without any, too
platforms as (

    select platform from counted_sessions
    union distinct
    select platform from counted_errors
    union distinct
    select 'all' as platform

),

filled as (

    select
        dates.date,
        platforms.platform,
        coalesce(sessions.sessions, 0) as sessions,
        coalesce(errors.errors, 0) as errors,
        coalesce(errors.crashes, 0) as crashes,
        coalesce(errors.failed_requests, 0) as failed_requests,
        coalesce(errors.sessions_with_error, 0) as sessions_with_error,
        coalesce(errors.sessions_with_crash, 0) as sessions_with_crash,
        coalesce(errors.persons_affected, 0) as persons_affected,
        dates.is_complete
    from dates
    cross join platforms
    left join counted_sessions as sessions
        on
            dates.date = sessions.date
            and platforms.platform = sessions.platform
    left join counted_errors as errors
        on
            dates.date = errors.date
            and platforms.platform = errors.platform

)

select
    date,
    platform,
    sessions,
    errors,
    crashes,
    failed_requests,
    sessions_with_error,
    sessions_with_crash,
    persons_affected,
    cast(sessions_with_error as double) / nullif(sessions, 0) as error_rate,
    cast(sessions - sessions_with_crash as double) / nullif(sessions, 0)
        as crash_free_rate,
    is_complete
from filled
