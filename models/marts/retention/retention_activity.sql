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
        period,
        start_event,
        return_event,
        case when period = 'hour' then 'hour' else 'day' end as unit
    from {{ ref('int_retention_curves__defined') }}

),

spans as (

    select
        person_id,
        event_name,
        unit,
        span_start,
        first_event_at,
        event_count
    from {{ ref('retention_spans') }}

),

active_days as (

    select
        person_id,
        cast(event_date as timestamp) as day_start,
        first_event_at,
        event_count
    from {{ ref('fct_active_days') }}
    where not is_bot

),

-- what is asked of each period length; a null name asks for any event
asked as (

    select
        period,
        unit,
        start_event as event_name
    from curves
    union distinct
    select
        period,
        unit,
        return_event as event_name
    from curves

),

pieces as (

    select
        asked.period,
        spans.person_id,
        asked.event_name,
        spans.span_start as piece_start,
        spans.first_event_at,
        spans.event_count
    from spans
    inner join asked
        on
            spans.unit = asked.unit
            and spans.event_name is not distinct from asked.event_name
    -- any event in days, weeks or months: from the days below
    where spans.unit = 'hour' or spans.event_name is not null
    union all
    select
        asked.period,
        active_days.person_id,
        asked.event_name,
        active_days.day_start as piece_start,
        active_days.first_event_at,
        active_days.event_count
    from active_days
    inner join asked
        on
            asked.unit = 'day'
            and asked.event_name is null

),

{% if is_incremental() %}
changed as (

    select person_id from {{ ref('int_persons__changed') }}

),
{% endif %}

bucketed as (

    select
        pieces.period,
        pieces.person_id,
        pieces.event_name,
        {{ start_of_period('pieces.period', 'pieces.piece_start') }} as active_period,
        pieces.first_event_at,
        pieces.event_count
    from pieces
    {% if is_incremental() %}
    inner join changed on pieces.person_id = changed.person_id
    {% endif %}

),

final as (

    select
        period,
        person_id,
        event_name,
        active_period,
        min(first_event_at) as first_event_at,
        cast(sum(event_count) as bigint) as event_count
    from bucketed
    group by
        period,
        person_id,
        event_name,
        active_period

)

select
    period,
    person_id,
    event_name,
    active_period,
    first_event_at,
    event_count
from final
