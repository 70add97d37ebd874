{{ config(meta={'holds': 'changes'}) }}

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
            when event_type not in (
                'track', 'page', 'screen', 'identify', 'group', 'alias'
            ) then 'unknown_type'
            else 'missing_event_name'
        end as reason
    from events
    where
        instr(wrong_types, 'wrong_type:type') = 0
        and (
            event_type not in (
                'track', 'page', 'screen', 'identify', 'group', 'alias'
            )
            or (event_name is null and instr(wrong_types, 'wrong_type:event') = 0)
        )

),

mistimed as (

    select
        row_id,
        case
            when coalesce(event_timestamp, '') = '' then 'missing_timestamp'
            when occurred_at is null then 'invalid_timestamp'
            when occurred_at < timestamp '2000-01-01 00:00:00'
                then 'timestamp_before_2000'
            else 'timestamp_in_future'
        end as reason
    from events
    where
        instr(wrong_types, 'wrong_type:timestamp') = 0
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
        and instr(wrong_types, 'wrong_type:user_id') = 0
        and instr(wrong_types, 'wrong_type:anonymous_id') = 0
        and instr(wrong_types, 'wrong_type:device_id') = 0

),

final as (

    select
        row_id,
        reason
    from unreadable
    union all
    select
        row_id,
        reason
    from wrongly_typed
    union all
    select
        row_id,
        reason
    from misnamed
    union all
    select
        row_id,
        reason
    from mistimed
    union all
    select
        row_id,
        reason
    from unidentified

)

select * from final
