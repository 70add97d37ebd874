-- depends_on: {{ ref('int_events__label_changes') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'},
        'rebuilds': 'alone',
    },
) }}

with

events as (

    select
        row_id,
        event_id,
        account_id,
        occurred_at,
        traits
    from {{ ref('int_events__enriched') }}
    where
        event_type = 'group'
        and account_id is not null
        and traits is not null

),

labels as (

    select
        row_id,
        person_id
    from {{ ref('int_events__labelled') }}

),

{% if is_incremental() %}
changes as (

    select row_id
    from {{ ref('int_events__label_changes') }}
    where not is_removed

),
{% endif %}

stated as (

    select
        events.row_id,
        events.event_id,
        events.account_id,
        labels.person_id,
        events.occurred_at,
        {{ json_member('events.traits', "'name'") }} as name,
        {{ json_member('events.traits', "'parent_account_id'") }} as parent_account_id,
        {{ json_member('events.traits', "'role'") }} as role
    from events
    inner join labels on events.row_id = labels.row_id
    {% if is_incremental() %}
    inner join changes on events.row_id = changes.row_id
    {% endif %}

),

final as (

    select *
    from stated
    where coalesce(name, parent_account_id, role) is not null

)

select * from final
