-- depends_on: {{ ref('int_events__label_changes') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['event_date', 'event_id'],
            'listed_in': 'int_events__label_changes',
        },
        'rebuilds': 'alone',
    }
) }}

with

rules as (

    select
        event_name,
        funnel_name,
        is_exclusion,
        rule_number,
        unit
    from {{ ref('funnel_rules') }}
    where is_decided_by_name

),

-- the set of names that some line is about
known_names as (

    select distinct event_name from {{ ref('funnel_rules') }}

),

events as (

    select
        event_id,
        event_name,
        event_date,
        occurred_at,
        person_id,
        session_id,
        account_id
    {% if is_incremental() %}
    from {{ ref('int_events__label_changes') }}
    where not is_bot and not is_removed
    {% else %}
    from {{ ref('fct_events') }}
    where not is_bot
    {% endif %}

),

final as (

    select
        rules.funnel_name,
        rules.is_exclusion,
        rules.rule_number,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.event_id,
        events.event_date,
        events.occurred_at
    from events
    left join known_names
        on events.event_name = known_names.event_name
    inner join rules
        on coalesce(known_names.event_name, '') = rules.event_name

)

select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    event_date,
    occurred_at
from final
where unit_id is not null
