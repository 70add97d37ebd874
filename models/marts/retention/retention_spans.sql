-- depends_on: {{ ref('int_person_days__changed') }}
-- depends_on: {{ ref('int_person_days__events') }}
-- depends_on: {{ ref('fct_events') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['person_id', 'event_date'], 'listed_in': 'int_person_days__changed'
        },
        'within': 'event_date',
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

-- two of them: events that are read twice under one name would be written down first
named_events as (

    select
        person_id,
        event_name,
        event_date,
        occurred_at
    {% if is_incremental() %}
    from {{ ref('int_person_days__events') }}
    {% else %}
    from {{ ref('fct_events') }}
    {% endif %}
    where not is_bot

),

any_events as (

    select
        person_id,
        event_date,
        occurred_at
    {% if is_incremental() %}
    from {{ ref('int_person_days__events') }}
    {% else %}
    from {{ ref('fct_events') }}
    {% endif %}
    where not is_bot

),

asked_names as (

    select
        start_event as event_name,
        unit
    from curves
    where start_event is not null
    union distinct
    select
        return_event as event_name,
        unit
    from curves
    where return_event is not null

),

-- days with any event on them are in fct_active_days; only where a rolling window may
-- begin within a day, or an hour counts, is more to be known of them
asked_units as (

    select unit
    from curves
    where
        (start_event is null and unit = 'hour')
        or (return_event is null and (unit = 'hour' or clock = 'rolling'))
    group by unit

),

-- many to many on purpose: an event counts by hour, by day, by its name and as any event
asked_events as (

    select
        named_events.person_id,
        named_events.event_date,
        named_events.event_name,
        asked_names.unit,
        named_events.occurred_at
    from named_events
    inner join asked_names on named_events.event_name = asked_names.event_name
    union all
    select
        any_events.person_id,
        any_events.event_date,
        null as event_name,
        asked_units.unit,
        any_events.occurred_at
    from any_events
    cross join asked_units

),

placed as (

    select
        person_id,
        event_date,
        event_name,
        unit,
        {{ start_of_period('unit', utc_to_local('occurred_at')) }} as span_start,
        -- on the day when clocks go back, one hour comes twice and a day is longer than a
        -- window of 24 hours; cut in UTC, too, no span is
        {{ start_of_period('unit', 'occurred_at') }} as span_start_utc,
        occurred_at
    from asked_events

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
