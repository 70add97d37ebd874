{{ config(materialized='view', meta={'holds': 'changes'}) }}

-- copies of this load that were received earlier took the place of these
select
    events.row_id,
    events.source,
    names.event_name,
    events.occurred_at,
    events.event_date,
    events.stream_id,
    events.user_id,
    events.anonymous_id,
    events.device_id,
    events.previous_id,
    events.account_id,
    events.tracker_session_id,
    events.is_server_side,
    coalesce(agents.is_bot, false)
    and not {{ is_by_program('events.platform') }} as is_bot
from {{ ref('int_events__duplicated') }} as duplicated
inner join {{ ref('int_events__read') }} as events on duplicated.row_id = events.row_id
left join {{ ref('int_event_names__normalized') }} as names
    on
        events.source = names.source
        and events.event_type = names.event_type
        and events.raw_event_name is not distinct from names.raw_event_name
left join {{ ref('int_user_agents__parsed') }} as agents
    on events.user_agent = agents.user_agent
where
    not {{ in_this_load('duplicated.row_id') }}
    and {{ in_this_load('duplicated.last_copy_row_id') }}
