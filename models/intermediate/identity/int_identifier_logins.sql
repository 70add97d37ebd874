with

events as (

    select
        event_id,
        event_type,
        occurred_at,
        user_id,
        anonymous_id,
        device_id,
        previous_id
    from {{ ref('int_events__enriched') }}
    where user_id is not null

),

users as (

    select
        user_id,
        person_id
    from {{ ref('int_users__merged') }}

),

visitors as (

    select anonymous_id
    from {{ ref('int_events__enriched') }}
    where anonymous_id is not null
    group by anonymous_id

),

by_anonymous_id as (

    select
        cast('anonymous_id' as {{ dbt.type_string() }}) as identifier_type,
        anonymous_id as identifier,
        user_id,
        occurred_at,
        event_id
    from events
    where anonymous_id is not null

),

by_device_id as (

    select
        cast('device_id' as {{ dbt.type_string() }}) as identifier_type,
        device_id as identifier,
        user_id,
        occurred_at,
        event_id
    from events
    where device_id is not null

),

-- an alias that names a visitor logs its user in on that visitor
by_alias as (

    select
        cast('anonymous_id' as {{ dbt.type_string() }}) as identifier_type,
        events.previous_id as identifier,
        events.user_id,
        events.occurred_at,
        events.event_id
    from events
    inner join visitors on events.previous_id = visitors.anonymous_id
    where
        events.event_type = 'alias'
        and coalesce(events.anonymous_id, '') <> events.previous_id

),

logins as (

    select * from by_anonymous_id
    union all
    select * from by_device_id
    union all
    select * from by_alias

),

final as (

    select
        logins.identifier_type,
        logins.identifier,
        users.person_id,
        logins.occurred_at,
        logins.event_id
    from logins
    inner join users on logins.user_id = users.user_id

)

select * from final
