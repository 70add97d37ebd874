{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['event_date', 'event_name'], 'listed_in': 'int_event_days__changed'
        },
        'rebuilds': 'alone',
    },
) }}
{% set event_days_changed = ref('int_event_days__changed') %}
{% set events_reassigned = ref('int_events__reassigned') %}

with

{% if is_incremental() %}
days as (

    select
        event_date,
        event_name,
        has_removed
    from {{ event_days_changed }}

),

-- where nothing was taken away, the new events are added to what was counted. What an event
-- that is gone had cannot be looked up: its day is counted again
documents as (

    select
        events.event_date,
        events.event_name,
        events.properties
    from {{ events_reassigned }} as events
    inner join days
        on
            events.event_date = days.event_date
            and events.event_name = days.event_name
    where
        events.is_added
        and not days.has_removed
    union all
    select
        events.event_date,
        events.event_name,
        events.properties
    from {{ ref('int_events__enriched') }} as events
    inner join days
        on
            events.event_date = days.event_date
            and events.event_name = days.event_name
    where days.has_removed

),

counted_before as (

    select
        kept.event_date,
        kept.event_name,
        kept.property,
        kept.kind,
        kept.event_count
    from {{ this }} as kept
    inner join days
        on
            kept.event_date = days.event_date
            and kept.event_name = days.event_name
    where not days.has_removed

),
{% else %}
documents as (

    select
        event_date,
        event_name,
        properties
    from {{ ref('int_events__enriched') }}

),
{% endif %}

-- documents are many, their shapes few: one example stands for each
shapes as (

    select
        event_date,
        event_name,
        min(properties) as example,
        count(*) as shape_count
    from documents
    where properties is not null
    group by
        event_date,
        event_name,
        {{ json_shape('properties') }}

),

members as (

    select
        event_date,
        event_name,
        example,
        shape_count,
        {{ each_json_key('example') }} as property
    from shapes

),

kinds as (

    select
        event_date,
        event_name,
        property,
        {{ json_member_kind('example', 'property') }} as kind,
        shape_count as event_count
    from members
    {% if is_incremental() %}
    union all
    select
        event_date,
        event_name,
        property,
        kind,
        event_count
    from counted_before
    {% endif %}

),

final as (

    select
        event_date,
        event_name,
        property,
        kind,
        cast(sum(event_count) as bigint) as event_count
    from kinds
    group by
        event_date,
        event_name,
        property,
        kind

)

select * from final
