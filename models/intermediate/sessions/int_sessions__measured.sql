{{ config(meta={'holds': 'changes'}) }}

with

-- events at one moment have no pause between them, in whichever order they stand
events as (

    select
        event_name,
        event_type,
        occurred_at,
        is_bot,
        session_id,
        lag(occurred_at) over (
            partition by session_id order by occurred_at
        ) as previous_occurred_at
    from {{ ref('int_events__labelled') }}
    where
        session_id is not null
        and {{ only_listed('session_id', 'int_sessions__touched') }}

),

-- a minute without an event counts as looked away
with_pauses as (

    select
        *,
        case
            when {{ seconds_between('previous_occurred_at', 'occurred_at') }} <= 60
                then {{ seconds_between('previous_occurred_at', 'occurred_at') }}
        end as engaged_seconds
    from events

),

key_events as (

    select event_name from {{ ref('key_events') }}

),

final as (

    select
        events.session_id,
        count(*) as event_count,
        sum(
            case
                when
                    events.event_type in ('page', 'screen')
                    or events.event_name in ('page_view', 'screen_view')
                    then 1
                else 0
            end
        ) as page_view_count,
        count(key_events.event_name) as key_event_count,
        coalesce({{ total_seconds('events.engaged_seconds') }}, 0) as engaged_seconds,
        min(case when events.is_bot then 1 else 0 end) = 1 as is_bot
    from with_pauses as events
    left join key_events on events.event_name = key_events.event_name
    group by events.session_id

)

select * from final
