{{ config(meta={'holds': 'changes'}) }}
-- An activity block is what local rules leave together: neighbours no further apart than
-- the timeout and, where a source asks for it, one day and one campaign. Sessions are cut
-- from blocks.
with

settings as (

    select
        source,
        session_rule,
        timeout_microseconds,
        max_microseconds,
        split_on_campaign,
        split_at_midnight
    from {{ ref('int_source_settings__defined') }}

),

positioned as (

    select
        events.row_id,
        {{ narrow_key('events.stream_id') }} as stream_key,
        {{ microseconds('events.occurred_at') }} as microsecond,
        events.arrival,
        events.user_person_id,
        settings.timeout_microseconds,
        settings.max_microseconds,
        case when settings.split_at_midnight then events.event_date end as day,
        case
            when
                settings.split_on_campaign
                and coalesce(
                    events.utm_source, events.utm_medium, events.utm_campaign
                ) is not null
                then {{ surrogate_key([
                    'events.utm_source', 'events.utm_medium', 'events.utm_campaign',
                ]) }}
        end as campaign
    from {{ ref('int_events__identified') }} as events
    inner join settings on events.source = settings.source
    where settings.session_rule = 'gap'

),

with_previous as (

    select
        *,
        row_number() over in_order as stream_position,
        lag(microsecond) over in_order as previous_microsecond,
        lag(day) over in_order as previous_day,
        -- the campaign in force: of the latest earlier event that carries one
        {{ last_known('campaign') }} over (
            partition by stream_key
            order by microsecond, arrival
            rows between unbounded preceding and 1 preceding
        ) as previous_campaign
    from positioned
    window in_order as (
        partition by stream_key
        order by microsecond, arrival
    )

),

with_starts as (

    select
        row_id,
        stream_key,
        stream_position,
        microsecond,
        user_person_id,
        max_microseconds,
        case
            when
                previous_microsecond is null
                -- exclusive: a gap of just the timeout keeps the block together
                or microsecond - previous_microsecond > timeout_microseconds
                or day <> previous_day
                or (
                    campaign is not null
                    and coalesce(campaign <> previous_campaign, true)
                )
                then stream_position
        end as start_position
    from with_previous

),

final as (

    select
        row_id,
        microsecond,
        user_person_id,
        max_microseconds,
        {{ last_known('case when start_position is not null then row_id end') }}
            over in_order as block_id,
        stream_position - {{ last_known('start_position') }} over in_order + 1
            as position
    from with_starts
    window in_order as (
        partition by stream_key
        order by stream_position
        rows between unbounded preceding and current row
    )

)

select * from final
