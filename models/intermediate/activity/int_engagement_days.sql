{{ config(materialized='view') }}

with

days as (

    select
        person_id,
        event_date
    from {{ ref('fct_active_days') }}
    where not is_bot

),

sessions as (

    select
        person_id,
        cast({{ utc_to_local('started_at') }} as date) as session_date,
        platform,
        country,
        channel
    from {{ ref('human_sessions') }}

),

persons as (

    select
        person_id,
        {{ json_member('traits', "'plan'") }} as plan
    from {{ ref('dim_persons') }}

),

-- all and plans by what people did, the others by the sessions that began. People with
-- sessions on two platforms count for both
found as (

    select
        'all' as segment_field,
        '' as segment_value,
        days.person_id,
        days.event_date as active_date
    from days
    union all
    select
        'plan' as segment_field,
        coalesce(persons.plan, '') as segment_value,
        days.person_id,
        days.event_date as active_date
    from days
    left join persons on days.person_id = persons.person_id
    {% for field in ['platform', 'country', 'channel'] %}
    union all
    select
        '{{ field }}' as segment_field,
        coalesce(sessions.{{ field }}, '') as segment_value,
        sessions.person_id,
        sessions.session_date as active_date
    from sessions
    {% endfor %}

),

-- the set of days on which each person counts for a segment
final as (

    select distinct
        segment_field,
        segment_value,
        person_id,
        active_date
    from found

)

select * from final
