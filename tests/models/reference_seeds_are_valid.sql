-- every line of the reference seeds can work: patterns can be read and ask something,
-- words compared in lower case are in lower case
with

channel_patterns as (

    select
        channel,
        coalesce(medium_pattern, '') as medium_pattern,
        coalesce(source_pattern, '') as source_pattern,
        coalesce(referrer_pattern, '') as referrer_pattern
    from {{ ref('channel_rules') }}

),

mistakes as (

    select
        'channel_rules' as seed,
        channel as found,
        'asks nothing, or a pattern cannot be read' as problem
    from channel_patterns
    where
        medium_pattern || source_pattern || referrer_pattern = ''
        or not {{ is_regexp('medium_pattern') }}
        or not {{ is_regexp('source_pattern') }}
        or not {{ is_regexp('referrer_pattern') }}
    union all
    select
        'user_agent_patterns' as seed,
        pattern as found,
        'is a pattern that cannot be read' as problem
    from {{ ref('user_agent_patterns') }}
    where not {{ is_regexp('pattern') }}
    union all
    select
        'placeholder_identifiers' as seed,
        identifier as found,
        'is not trimmed, blank, or not in lower case' as problem
    from {{ ref('placeholder_identifiers') }}
    where
        identifier <> lower(trim(identifier))
        or identifier = ''
    union all
    select
        'key_events' as seed,
        event_name as found,
        'is no name in snake_case, as events are named here' as problem
    from {{ ref('key_events') }}
    where event_name <> {{ snake_case('event_name') }}

)

select * from mistakes
