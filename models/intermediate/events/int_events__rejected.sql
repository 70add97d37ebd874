{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

events as (

    select
        row_id,
        source,
        load_date,
        raw_event_name,
        event_type,
        defect,
        wrong_types,
        type_reason,
        time_reason,
        identity_reason
    from {{ ref('int_events__read') }}
    where {{ in_this_load('row_id') }}

),

names as (

    select
        source,
        raw_event_name,
        event_type,
        event_name,
        rejection
    from {{ ref('int_event_names__normalized') }}

),

reasons as (

    select
        row_id,
        defect as reason
    from events
    where defect is not null
    union all
    select
        row_id,
        wrong_types as reason
    from events
    where wrong_types is not null
    union all
    select
        row_id,
        type_reason as reason
    from events
    where type_reason is not null
    union all
    select
        row_id,
        time_reason as reason
    from events
    where time_reason is not null
    union all
    select
        row_id,
        identity_reason as reason
    from events
    where identity_reason is not null
    union all
    select
        events.row_id,
        names.rejection as reason
    from events
    inner join names
        on
            events.source = names.source
            and events.event_type = names.event_type
            and events.raw_event_name is not distinct from names.raw_event_name
    where
        names.rejection is not null
        and events.defect is null
        -- a name that is no text is that reason alone
        and instr(coalesce(events.wrong_types, ''), 'wrong_type:event') = 0
    union all
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

),

final as (

    select
        rejected.row_id,
        events.source,
        events.load_date,
        case
            when events.defect is null then names.event_name
        end as event_name,
        rejected.reasons
    from rejected
    inner join events on rejected.row_id = events.row_id
    left join names
        on
            events.source = names.source
            and events.event_type = names.event_type
            and events.raw_event_name is not distinct from names.raw_event_name

)

select
    row_id,
    source,
    load_date,
    event_name,
    reasons
from final
