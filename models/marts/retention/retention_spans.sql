-- depends_on: {{ ref('int_person_days__changed') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['person_id', 'event_date'], 'listed_in': 'int_person_days__changed'
        },
        'rebuilds': 'alone',
    },
) }}

with

curves as (

    select
        start_event,
        return_event,
        clock,
        case when period = 'hour' then 'hour' else 'day' end as unit
    from {{ ref('int_retention_curves__defined') }}

),

events as (

    select
        person_id,
        event_name,
        event_date,
        occurred_at,
        {{ utc_to_local('occurred_at') }} as occurred_at_local
    from {{ ref('fct_events') }}
    where not is_bot

),

{% if is_incremental() %}
changed as (

    select
        person_id,
        event_date
    from {{ ref('int_person_days__changed') }}

),
{% endif %}

-- days with any event on them are in fct_active_days; only where a rolling window may
-- begin within a day, or an hour counts, is more to be known of them
asked as (

    select
        start_event as event_name,
        unit
    from curves
    where start_event is not null or unit = 'hour'
    union distinct
    select
        return_event as event_name,
        unit
    from curves
    where return_event is not null or unit = 'hour' or clock = 'rolling'

),

placed as (

    select
        events.person_id,
        events.event_date,
        asked.event_name,
        asked.unit,
        {{ start_of_period('asked.unit', 'events.occurred_at_local') }} as span_start,
        -- on the day when clocks go back, one hour comes twice and a day is longer than a
        -- window of 24 hours; cut in UTC, too, no span is
        {{ start_of_period('asked.unit', 'events.occurred_at') }} as span_start_utc,
        events.occurred_at
    from events
    -- many to many on purpose: by its name, as any event, by hour and by day
    inner join asked
        on events.event_name = asked.event_name or asked.event_name is null
    {% if is_incremental() %}
        inner join changed
            on
                events.person_id = changed.person_id
                and events.event_date = changed.event_date
    {% endif %}

),

final as (

    select
        person_id,
        event_date,
        event_name,
        unit,
        span_start,
        span_start_utc,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        count(*) as event_count
    from placed
    group by
        person_id,
        event_date,
        event_name,
        unit,
        span_start,
        span_start_utc

)

select
    person_id,
    event_date,
    event_name,
    unit,
    span_start,
    first_event_at,
    last_event_at,
    event_count
from final
