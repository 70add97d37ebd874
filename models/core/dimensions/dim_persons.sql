with

events as (

    select
        person_id,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at,
        -- a person is a bot when nothing else was ever heard from it
        min(case when is_bot then 1 else 0 end) = 1 as is_bot
    from {{ ref('fct_events') }}
    group by person_id

),

users as (

    select
        person_id,
        canonical_user_id
    from {{ ref('int_users__merged') }}
    where user_id = canonical_user_id

),

identifiers as (

    select
        person_id,
        identifier_type,
        identifier
    from {{ ref('identity_map') }}
    group by
        person_id,
        identifier_type,
        identifier

),

identifier_counts as (

    select
        person_id,
        count(*) as identifier_count
    from identifiers
    group by person_id

),

ranked_sessions as (

    select
        person_id,
        channel,
        row_number() over (
            partition by person_id order by started_at, session_id
        ) as session_number
    from {{ ref('fct_sessions') }}

),

final as (

    select
        events.person_id,
        users.canonical_user_id as user_id,
        events.first_seen_at,
        events.last_seen_at,
        ranked_sessions.channel as first_channel,
        cast(coalesce(identifier_counts.identifier_count, 0) as bigint)
            as identifier_count,
        users.canonical_user_id is not null as is_identified,
        events.is_bot
    from events
    left join users on events.person_id = users.person_id
    left join identifier_counts on events.person_id = identifier_counts.person_id
    left join ranked_sessions
        on
            events.person_id = ranked_sessions.person_id
            and ranked_sessions.session_number = 1

)

select
    person_id,
    user_id,
    first_seen_at,
    last_seen_at,
    first_channel,
    identifier_count,
    is_identified,
    is_bot
from final
