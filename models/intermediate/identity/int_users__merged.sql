with

users as (

    select
        user_id,
        first_seen_at,
        seniority
    from {{ ref('int_users') }}

),

components as (

    select
        node,
        component
    from {{ ref('int_user_components') }}

),

final as (

    select
        users.user_id,
        users.first_seen_at,
        coalesce(oldest.user_id, users.user_id) as canonical_user_id,
        {{ surrogate_key(["'user_id'", 'coalesce(oldest.user_id, users.user_id)']) }}
            as person_id
    from users
    left join components on users.seniority = components.node
    left join users as oldest on components.component = oldest.seniority

)

select * from final
