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
        start_event,
        period,
        cohort_rule
    from {{ ref('int_retention_curves__defined') }}

),

activity as (

    select
        period,
        person_id,
        event_name,
        active_period,
        first_event_at
    from {{ ref('retention_activity') }}

),

{% if is_incremental() %}
changed as (

    select person_id from {{ ref('int_persons__changed') }}

),
{% endif %}

starts as (

    select
        curves.retention_name,
        activity.person_id,
        activity.active_period,
        activity.first_event_at,
        -- nothing to tell periods apart by: one group, so one cohort for each person
        case when curves.cohort_rule = 'recurring' then activity.active_period end
            as own_period
    from activity
    inner join curves
        on
            activity.period = curves.period
            and activity.event_name is not distinct from curves.start_event
    {% if is_incremental() %}
    inner join changed on activity.person_id = changed.person_id
    {% endif %}

),

final as (

    select
        retention_name,
        person_id,
        own_period,
        min(active_period) as cohort_period,
        min(first_event_at) as started_at
    from starts
    group by
        retention_name,
        person_id,
        own_period

)

select
    retention_name,
    cohort_period,
    person_id,
    started_at
from final
