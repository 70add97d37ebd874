with

anonymous_ids as (

    select
        cast('anonymous_id' as {{ dbt.type_string() }}) as identifier_type,
        anonymous_id as identifier,
        min(first_seen_at) as first_seen_at,
        0 as visitor_count
    from {{ ref('int_identity_sightings') }}
    where anonymous_id is not null
    group by anonymous_id

),

device_ids as (

    select
        cast('device_id' as {{ dbt.type_string() }}) as identifier_type,
        device_id as identifier,
        min(first_seen_at) as first_seen_at,
        count(distinct anonymous_id) as visitor_count
    from {{ ref('int_identity_sightings') }}
    where device_id is not null
    group by device_id

),

identifiers as (

    select * from anonymous_ids
    union all
    select * from device_ids

),

users as (

    select
        identifier_type,
        identifier,
        first_login_at
    from {{ ref('int_identifier_users') }}

),

user_counts as (

    select
        identifier_type,
        identifier,
        count(*) as user_count,
        min(first_login_at) as first_login_at
    from users
    group by
        identifier_type,
        identifier

),

final as (

    select
        identifiers.identifier_type,
        identifiers.identifier,
        -- a login by alias may name a visitor before its first own event
        least(
            identifiers.first_seen_at,
            coalesce(user_counts.first_login_at, identifiers.first_seen_at)
        ) as first_seen_at,
        coalesce(user_counts.user_count, 0) as user_count,
        identifiers.visitor_count,
        -- many visitors on one device, a gateway's or a kiosk's, are no one login's
        greatest(coalesce(user_counts.user_count, 0), identifiers.visitor_count)
        > {{ var('max_users_per_identifier') }} as is_shared
    from identifiers
    left join user_counts
        on
            identifiers.identifier_type = user_counts.identifier_type
            and identifiers.identifier = user_counts.identifier

)

select * from final
