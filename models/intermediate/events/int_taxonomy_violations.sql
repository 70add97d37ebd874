{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        row_id,
        event_name
    from {{ ref('int_events__normalized') }}
    where
        event_name is not null
        -- a name that is no text has a reason of its own
        and instr(wrong_types, 'wrong_type:event') = 0

),

taxonomy as (

    select
        event_name,
        status,
        is_required_known,
        name_prefix
    from {{ ref('int_event_taxonomy__defined') }}

),

blocked as (

    select
        events.row_id,
        'blocked_event' as reason
    from events
    inner join taxonomy on events.event_name = taxonomy.event_name
    where taxonomy.status = 'blocked'

),

-- names are few: which of them a prefix rule asks to be known is settled once per name
names as (

    select event_name
    from events
    group by event_name

),

unknown_names as (

    select names.event_name
    from names
    inner join taxonomy as prefixes
        on
            prefixes.is_required_known
            and left(names.event_name, length(prefixes.name_prefix))
            = prefixes.name_prefix
    left join taxonomy as known on names.event_name = known.event_name
    where known.event_name is null
    group by names.event_name

),

unknown_events as (

    select
        events.row_id,
        'unknown_event' as reason
    from events
    inner join unknown_names on events.event_name = unknown_names.event_name

),

final as (

    select
        row_id,
        reason
    from blocked
    union all
    select
        row_id,
        reason
    from unknown_events

)

select * from final
