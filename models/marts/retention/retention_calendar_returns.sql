-- depends_on: {{ ref('int_persons__changed') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['person_id'], 'listed_in': 'int_persons__changed'},
        'rebuilds': 'alone',
    },
) }}

with

curves as (

    select
        retention_name,
        return_event,
        period,
        period_count,
        match
    from {{ ref('int_retention_curves__defined') }}
    where clock = 'calendar'

),

activity as (

    select
        period,
        person_id,
        event_name,
        active_period
    from {{ ref('retention_activity') }}

),

members as (

    select
        retention_name,
        cohort_period,
        person_id
    from {{ ref('retention_members') }}

),

{% if is_incremental() %}
changed as (

    select person_id from {{ ref('int_persons__changed') }}

),
{% endif %}

active_periods as (

    select
        curves.retention_name,
        activity.person_id,
        activity.active_period,
        -- "j or later" needs only the last return: nothing to tell the others apart by
        case when curves.match = 'on' then activity.active_period end as own_period
    from activity
    inner join curves
        on
            activity.period = curves.period
            and activity.event_name is not distinct from curves.return_event
    {% if is_incremental() %}
    inner join changed on activity.person_id = changed.person_id
    {% endif %}

),

return_periods as (

    select
        retention_name,
        person_id,
        own_period,
        max(active_period) as active_period
    from active_periods
    group by
        retention_name,
        person_id,
        own_period

),

-- many to many on purpose: every return of a person against each cohort he is in
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.person_id,
        curves.period_count,
        curves.match,
        {{ periods_between(
            'curves.period', 'members.cohort_period', 'return_periods.active_period'
        ) }} as period_number
    from members
    inner join curves
        on members.retention_name = curves.retention_name
    inner join return_periods
        on
            members.retention_name = return_periods.retention_name
            and members.person_id = return_periods.person_id
            and members.cohort_period < return_periods.active_period

)

select
    retention_name,
    cohort_period,
    person_id,
    cast(least(period_number, period_count) as bigint) as period_number
from numbered
where match = 'on_or_after' or period_number <= period_count
