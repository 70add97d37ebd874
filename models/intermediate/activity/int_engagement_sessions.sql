with

sessions as (

    select
        cast({{ utc_to_local('started_at') }} as date) as session_date,
        coalesce(platform, '') as platform,
        coalesce(country, '') as country,
        coalesce(channel, '') as channel,
        person_id,
        duration_seconds,
        event_count,
        is_engaged
    from {{ ref('human_sessions') }}

),

persons as (

    select
        person_id,
        {{ json_member('traits', "'plan'") }} as plan
    from {{ ref('dim_persons') }}

),

with_plans as (

    select
        sessions.*,
        coalesce(persons.plan, '') as plan,
        '' as everyone
    from sessions
    left join persons on sessions.person_id = persons.person_id

),

-- each session counts for one value of each field
final as (

    {% for field in ['all', 'plan', 'platform', 'country', 'channel'] %}
    {% set value = 'everyone' if field == 'all' else field %}
    {{ 'union all' if not loop.first }}
    select
        '{{ field }}' as segment_field,
        {{ value }} as segment_value,
        session_date,
        count(*) as sessions,
        sum(event_count) as event_count,
        {{ mean_seconds('duration_seconds') }} as avg_session_seconds,
        median(duration_seconds) as median_session_seconds,
        sum(case when is_engaged then 1 else 0 end) as engaged_sessions
    from with_plans
    group by
        {{ value }},
        session_date
    {% endfor %}

)

select * from final
