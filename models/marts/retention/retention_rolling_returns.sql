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
        period_count,
        match,
        case when period = 'hour' then 'hour' else 'day' end as unit,
        {{ period_seconds('period') }} as window_seconds
    from {{ ref('int_retention_curves__defined') }}
    where clock = 'rolling'

),

spans as (

    select
        person_id,
        event_name,
        unit,
        first_event_at,
        last_event_at
    from {{ ref('retention_spans') }}

),

members as (

    select
        retention_name,
        cohort_period,
        person_id,
        started_at
    from {{ ref('retention_members') }}

),

{% if is_incremental() %}
changed as (

    select person_id from {{ ref('int_persons__changed') }}

),
{% endif %}

-- windows begin at an instant. No window is shorter than a span, so all between the first
-- and the last event of a span lies in the window of the one or of the other
asked_spans as (

    select
        curves.retention_name,
        curves.match,
        spans.person_id,
        spans.first_event_at,
        spans.last_event_at
    from spans
    inner join curves
        on
            spans.unit = curves.unit
            and spans.event_name is not distinct from curves.return_event
    {% if is_incremental() %}
    inner join changed on spans.person_id = changed.person_id
    {% endif %}

),

return_times as (

    select
        retention_name,
        person_id,
        first_event_at as occurred_at
    from asked_spans
    where match = 'on'
    union distinct
    select
        retention_name,
        person_id,
        last_event_at as occurred_at
    from asked_spans
    where match = 'on'
    union all
    -- "j or later" needs only the last return
    select
        retention_name,
        person_id,
        max(last_event_at) as occurred_at
    from asked_spans
    where match = 'on_or_after'
    group by
        retention_name,
        person_id

),

-- many to many on purpose: every return of a person against each cohort he is in
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.person_id,
        curves.period_count,
        curves.match,
        floor(
            {{ seconds_between('members.started_at', 'return_times.occurred_at') }}
            / curves.window_seconds
        ) as period_number
    from members
    inner join curves
        on members.retention_name = curves.retention_name
    inner join return_times
        on
            members.retention_name = return_times.retention_name
            and members.person_id = return_times.person_id
            and members.started_at < return_times.occurred_at

),

capped as (

    select
        retention_name,
        cohort_period,
        person_id,
        cast(least(period_number, period_count) as bigint) as period_number
    from numbered
    where
        period_number > 0
        and (match = 'on_or_after' or period_number <= period_count)

)

select
    retention_name,
    cohort_period,
    person_id,
    period_number
from capped
group by
    retention_name,
    cohort_period,
    person_id,
    period_number
