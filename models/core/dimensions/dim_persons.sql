{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['person_id'], 'listed_in': 'int_persons__touched'},
        'rebuilds': 'alone',
    },
) }}
{% set persons_touched = ref('int_persons__touched') %}

with

seen as (

    select
        days.person_id,
        min(days.first_event_at) as first_seen_at,
        max(days.last_event_at) as last_seen_at,
        -- a person is a bot when nothing else was ever heard from it
        min(case when days.is_bot then 1 else 0 end) = 1 as is_bot
    from {{ ref('fct_active_days') }} as days
    {% if is_incremental() %}
    inner join {{ persons_touched }} as touched
        on days.person_id = touched.person_id
    {% endif %}
    group by days.person_id

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
        owners.person_id,
        owners.identifier_type,
        owners.identifier
    from {{ ref('identity_map') }} as owners
    {% if is_incremental() %}
    inner join {{ persons_touched }} as touched
        on owners.person_id = touched.person_id
    {% endif %}
    group by
        owners.person_id,
        owners.identifier_type,
        owners.identifier

),

identifier_counts as (

    select
        person_id,
        count(*) as identifier_count
    from identifiers
    group by person_id

),

-- a window over all sessions would sort them; few begin together with another
first_starts as (

    select
        sessions.person_id,
        min(sessions.started_at) as started_at
    from {{ ref('fct_sessions') }} as sessions
    {% if is_incremental() %}
    inner join {{ persons_touched }} as touched
        on sessions.person_id = touched.person_id
    {% endif %}
    group by sessions.person_id

),

first_channels as (

    select
        sessions.person_id,
        min_by(sessions.channel, sessions.session_id) as channel
    from {{ ref('fct_sessions') }} as sessions
    inner join first_starts
        on
            sessions.person_id = first_starts.person_id
            and sessions.started_at = first_starts.started_at
    {% if is_incremental() %}
    inner join {{ persons_touched }} as touched
        on sessions.person_id = touched.person_id
    {% endif %}
    group by sessions.person_id

),

trait_statements as (

    select
        statements.person_id,
        statements.arrival,
        statements.occurred_at,
        statements.traits,
        {{ each_json_key('statements.traits') }} as trait
    from {{ ref('int_trait_statements') }} as statements
    {% if is_incremental() %}
    inner join {{ persons_touched }} as touched
        on statements.person_id = touched.person_id
    {% endif %}
    where statements.traits is not null

),

latest_traits as (

    select
        person_id,
        trait,
        {{ json_pair('traits', 'trait') }} as pair,
        row_number() over (
            partition by person_id, trait order by occurred_at desc, arrival desc
        ) as recency
    from trait_statements

),

-- a null takes a trait away
traits as (

    select
        person_id,
        {{ json_object_of('pair', 'trait') }} as traits
    from latest_traits
    where recency = 1
    group by person_id

),

final as (

    select
        seen.person_id,
        users.canonical_user_id as user_id,
        seen.first_seen_at,
        seen.last_seen_at,
        first_channels.channel as first_channel,
        cast(coalesce(identifier_counts.identifier_count, 0) as bigint)
            as identifier_count,
        users.canonical_user_id is not null as is_identified,
        seen.is_bot,
        traits.traits
    from seen
    left join users on seen.person_id = users.person_id
    left join identifier_counts on seen.person_id = identifier_counts.person_id
    left join first_channels on seen.person_id = first_channels.person_id
    left join traits on seen.person_id = traits.person_id

)

select
    person_id,
    user_id,
    first_seen_at,
    last_seen_at,
    first_channel,
    identifier_count,
    is_identified,
    is_bot,
    traits
from final
