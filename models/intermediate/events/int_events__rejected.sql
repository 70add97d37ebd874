with

unreadable as (

    select
        row_id,
        defect as reason
    from {{ ref('int_events__unioned') }}
    where defect is not null

),

events as (

    select * from {{ ref('int_events__normalized') }}

),

property_violations as (

    select
        row_id,
        reason
    from {{ ref('int_property_violations') }}

),

taxonomy as (

    select
        event_name,
        status,
        is_required_known,
        name_prefix
    from {{ ref('int_event_taxonomy__defined') }}

),

wrongly_typed as (

    select
        row_id,
        wrong_types as reason
    from events
    where wrong_types <> ''

),

misnamed as (

    select
        row_id,
        case
            when event_type not in ('track', 'page', 'screen', 'identify', 'group', 'alias')
                then 'unknown_type'
            else 'missing_event_name'
        end as reason
    from events
    where
        strpos(wrong_types, 'wrong_type:type') = 0
        and (
            event_type not in ('track', 'page', 'screen', 'identify', 'group', 'alias')
            or (event_name is null and strpos(wrong_types, 'wrong_type:event') = 0)
        )

),

mistimed as (

    select
        row_id,
        case
            when coalesce(event_timestamp, '') = '' then 'missing_timestamp'
            when occurred_at is null then 'invalid_timestamp'
            when occurred_at < timestamp '2000-01-01 00:00:00' then 'timestamp_before_2000'
            else 'timestamp_in_future'
        end as reason
    from events
    where
        strpos(wrong_types, 'wrong_type:timestamp') = 0
        and (
            occurred_at is null
            or occurred_at < timestamp '2000-01-01 00:00:00'
            or occurred_at > receipt_at + interval 1 day
        )

),

unidentified as (

    select
        row_id,
        'missing_identity' as reason
    from events
    where
        coalesce(user_id, anonymous_id, device_id) is null
        and strpos(wrong_types, 'wrong_type:user_id') = 0
        and strpos(wrong_types, 'wrong_type:anonymous_id') = 0
        and strpos(wrong_types, 'wrong_type:device_id') = 0

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
    where event_name is not null
    group by event_name

),

unknown_names as (

    select names.event_name
    from names
    inner join taxonomy as prefixes
        on
            prefixes.is_required_known
            and left(names.event_name, length(prefixes.name_prefix)) = prefixes.name_prefix
    left join taxonomy as known on names.event_name = known.event_name
    where known.event_name is null
    group by names.event_name

),

unknown as (

    select
        events.row_id,
        'unknown_event' as reason
    from events
    inner join unknown_names on events.event_name = unknown_names.event_name

),

reasons as (

    select row_id, reason from unreadable
    union all
    select row_id, reason from wrongly_typed
    union all
    select row_id, reason from misnamed
    union all
    select row_id, reason from mistimed
    union all
    select row_id, reason from unidentified
    union all
    select row_id, reason from blocked
    union all
    select row_id, reason from unknown
    union all
    select row_id, reason from property_violations

),

final as (

    select
        row_id,
        -- the wrong types of a row come as one text and sort behind every other reason
        {{ list_text('reason', 'reason') }} as reasons
    from reasons
    group by row_id

)

select * from final
