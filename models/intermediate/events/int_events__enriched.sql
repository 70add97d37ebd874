{{ config(materialized='view') }}

with

accepted as (

    select events.*
    from {{ ref('int_events__read') }} as events
    left join {{ ref('int_events__excluded') }} as excluded
        on events.row_id = excluded.row_id
    where excluded.row_id is null

),

property_aliases as (

    select
        source,
        {{ map_of('raw_name', 'property') }} as names
    from {{ ref('int_property_aliases__defined') }}
    group by source

),

events as (

    select
        accepted.*,
        {{ json_aliased('properties', 'aliases.names') }} as known_properties -- noqa: PRS
    from accepted
    left join property_aliases as aliases on accepted.source = aliases.source

),

-- grouped, though each is one row already: an engine that knows it leaves the join out
-- where a reader asks for none of its columns
names as (

    select
        source,
        event_type,
        coalesce(raw_event_name, '') as raw_event_name,
        max(event_name) as event_name,
        max(category) as category
    from {{ ref('int_event_names__normalized') }}
    group by
        source,
        event_type,
        coalesce(raw_event_name, '')

),

files as (

    select
        file_number,
        max(file_position) as file_position
    from {{ ref('landing_files') }}
    group by file_number

),

user_agents as (

    select
        user_agent,
        max(browser) as browser,
        max(os) as os,
        max(device_type) as device_type,
        bool_or(is_bot) as is_bot,
        max(bot_reason) as bot_reason
    from {{ ref('int_user_agents__parsed') }}
    group by user_agent

),

final as (

    select
        {{ all_columns_but('events', ['properties', 'known_properties']) }},
        names.event_name,
        names.category,
        {{ arrival(
            'events.received_at', 'events.load_date', 'files.file_position',
            'events.line_number',
        ) }} as arrival,
        user_agents.browser,
        user_agents.os,
        coalesce(events.client_device_type, user_agents.device_type) as device_type,
        coalesce(user_agents.is_bot, false)
        and not {{ is_by_program('events.platform') }} as is_bot,
        case
            when not {{ is_by_program('events.platform') }} then user_agents.bot_reason
        end as bot_reason,
        events.known_properties as properties,
        {{ event_value('events.known_properties') }} as value,
        {{ event_currency('events.known_properties') }} as currency
    from events
    left join names
        on
            events.source = names.source
            and events.event_type = names.event_type
            and coalesce(events.raw_event_name, '') = names.raw_event_name
    left join files on {{ file_number('events.row_id') }} = files.file_number
    left join user_agents on events.user_agent = user_agents.user_agent

)

select * from final
