-- depends_on: {{ ref('int_person_days__changed') }}
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

events as (

    select
        person_id,
        account_id,
        event_date,
        is_bot,
        occurred_at
    from {{ ref('fct_events') }}

),

{% if is_incremental() %}
changed as (

    select
        person_id,
        event_date
    from {{ ref('int_person_days__changed') }}

),
{% endif %}

final as (

    select
        events.person_id,
        events.event_date,
        events.account_id,
        events.is_bot,
        count(*) as event_count,
        min(events.occurred_at) as first_event_at,
        max(events.occurred_at) as last_event_at
    from events
    {% if is_incremental() %}
    inner join changed
        on
            events.person_id = changed.person_id
            and events.event_date = changed.event_date
    {% endif %}
    group by
        events.person_id,
        events.event_date,
        events.account_id,
        events.is_bot

)

select
    person_id,
    event_date,
    account_id,
    is_bot,
    event_count,
    first_event_at,
    last_event_at
from final
