with

sightings as (

    select
        user_id,
        anonymous_id,
        device_id,
        first_seen_at
    from {{ ref('int_identity_sightings') }}
    where user_id is not null

),

logins as (

    select
        cast('anonymous_id' as {{ dbt.type_string() }}) as identifier_type,
        anonymous_id as identifier,
        user_id,
        first_seen_at as first_login_at
    from sightings
    where anonymous_id is not null
    union all
    select
        cast('device_id' as {{ dbt.type_string() }}) as identifier_type,
        device_id as identifier,
        user_id,
        first_seen_at as first_login_at
    from sightings
    where device_id is not null
    union all
    select
        cast('anonymous_id' as {{ dbt.type_string() }}) as identifier_type,
        anonymous_id as identifier,
        user_id,
        occurred_at as first_login_at
    from {{ ref('int_alias_logins') }}

),

users as (

    select
        user_id,
        person_id
    from {{ ref('int_users__merged') }}

),

final as (

    select
        logins.identifier_type,
        logins.identifier,
        users.person_id,
        min(logins.first_login_at) as first_login_at
    from logins
    inner join users on logins.user_id = users.user_id
    group by
        logins.identifier_type,
        logins.identifier,
        users.person_id

)

select * from final
