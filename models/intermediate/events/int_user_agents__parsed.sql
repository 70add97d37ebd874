{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

user_agents as (

    select user_agent
    from {{ ref('int_events__read') }}
    where
        user_agent is not null
        and {{ in_this_load('row_id') }}
        and {{ is_not_kept_yet('user_agent') }}
    group by user_agent

),

patterns as (

    select
        kind,
        value,
        priority,
        pattern
    from {{ ref('user_agent_patterns') }}

),

with_parts as (

    {{ user_agent_parts('user_agents') }}

),

parsed as (

    select
        with_parts.user_agent,
        with_parts.parts.browser,
        with_parts.parts.os,
        coalesce(with_parts.parts.device = 'Spider', false) as is_spider
    from with_parts

),

matched as (

    select
        user_agents.user_agent,
        patterns.kind,
        patterns.value,
        row_number() over (
            partition by user_agents.user_agent, patterns.kind
            order by cast(patterns.priority as int), patterns.pattern
        ) as match_number
    from user_agents
    inner join patterns
        on {{ regexp_contains('lower(user_agents.user_agent)', 'patterns.pattern') }}

),

final as (

    select
        parsed.user_agent,
        parsed.browser,
        parsed.os,
        case
            when not parsed.is_spider and bots.user_agent is null then devices.value
        end as device_type,
        parsed.is_spider or bots.user_agent is not null as is_bot,
        -- those that a list names before those that look like one
        case
            when parsed.is_spider then 'listed_agent'
            when bots.user_agent is not null then 'agent_pattern'
        end as bot_reason
    from parsed
    left join matched as bots
        on
            parsed.user_agent = bots.user_agent
            and bots.kind = 'bot'
            and bots.match_number = 1
    left join matched as devices
        on
            parsed.user_agent = devices.user_agent
            and devices.kind = 'device_type'
            and devices.match_number = 1

)

select * from final
