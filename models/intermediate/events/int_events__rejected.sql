{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

events as (

    select
        events.row_id,
        events.source,
        events.load_date,
        events.defect,
        events.wrong_types,
        events.type_reason,
        events.time_reason,
        events.identity_reason,
        -- a row that cannot be read has no name, and a name that is no text is that
        -- reason alone
        case when events.defect is null then names.event_name end as event_name,
        case
            when
                events.defect is null
                and instr(coalesce(events.wrong_types, ''), 'wrong_type:event') = 0
                then names.rejection
        end as name_reason
    from {{ ref('int_events__read') }} as events
    left join {{ ref('int_event_names__normalized') }} as names
        on
            events.source = names.source
            and events.event_type = names.event_type
            and events.raw_event_name is not distinct from names.raw_event_name
    where {{ in_this_load('events.row_id') }}

),

reasons as (

    {% for reason in [
        'defect', 'wrong_types', 'type_reason', 'time_reason', 'identity_reason', 'name_reason'
    ] %}
    select
        row_id,
        {{ reason }} as reason
    from events
    where {{ reason }} is not null
    union all
    {% endfor %}
    select
        row_id,
        reason
    from {{ ref('int_property_violations') }}
    where {{ in_this_load('row_id') }}

),

rejected as (

    select
        row_id,
        -- the wrong types of a row come as one text and sort behind every other reason
        {{ list_text('reason', 'reason') }} as reasons
    from reasons
    group by row_id

)

select
    rejected.row_id,
    events.source,
    events.load_date,
    events.event_name,
    rejected.reasons
from rejected
inner join events on rejected.row_id = events.row_id
