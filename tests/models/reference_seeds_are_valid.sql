-- every line of the reference seeds can work: patterns can be read and ask something,
-- words compared in lower case are in lower case
with

mistakes as (

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
        'placeholder_campaigns' as seed,
        word as found,
        'is not trimmed, blank, or not in lower case' as problem
    from {{ ref('placeholder_campaigns') }}
    where
        word <> lower(trim(word))
        or word = ''
    union all
    select
        'key_events' as seed,
        event_name as found,
        'is no name in snake_case, as events are named here' as problem
    from {{ ref('key_events') }}
    where event_name <> {{ snake_case('event_name') }}

)

select * from mistakes
