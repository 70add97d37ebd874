{% set changed_events = ref('int_person_days__events') %}
{% set all_events = ref('int_events__labelled') %}
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
-- depends_on: {{ ref('int_person_days__changed') }}

with

-- the set of names that definitions ask for by hour or by day
asked as (

    select distinct
        event_name,
        alternative,
        span
    from {{ ref('int_event_rules') }}
    where span is not null

),

known_names as (

    select distinct event_name from {{ ref('int_event_rules') }}

),

-- many to many on purpose: an event counts by hour, by day, by its name and as any event
placed as (

    select
        events.person_id,
        events.event_date,
        asked.alternative as event_name,
        asked.span,
        {{ start_of_period('asked.span', utc_to_local('events.occurred_at')) }}
            as span_start,
        -- on the day when clocks go back, one hour comes twice and a day is longer than a
        -- window of 24 hours; cut in UTC, too, no span is
        {{ start_of_period('asked.span', 'events.occurred_at') }} as span_start_utc,
        events.occurred_at
    from {{ changed_events if is_incremental() else all_events }} as events
    left join known_names
        on events.event_name = known_names.event_name
    inner join asked
        on coalesce(known_names.event_name, '') = asked.event_name
    where
        not events.is_bot
        and {{ may_be_any_event('asked.alternative', 'events.event_name') }}

),

final as (

    select
        person_id,
        event_date,
        event_name,
        span,
        span_start,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        count(*) as event_count
    from placed
    group by
        person_id,
        event_date,
        event_name,
        span,
        span_start,
        span_start_utc

)

select * from final
