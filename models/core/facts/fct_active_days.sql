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

events as (

    select
        person_id,
        account_id,
        event_date,
        is_bot,
        occurred_at
    from {{ changed_events if is_incremental() else all_events }}

),

final as (

    select
        person_id,
        event_date,
        account_id,
        is_bot,
        count(*) as event_count,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at
    from events
    group by
        person_id,
        event_date,
        account_id,
        is_bot

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
