{{ config(materialized='connected_components') }}

with

aliases as (

    select
        previous_id,
        user_id
    from {{ ref('int_user_aliases') }}

),

users as (

    select
        user_id,
        seniority
    from {{ ref('int_users') }}

),

final as (

    select
        previous_users.seniority as node_a,
        next_users.seniority as node_b
    from aliases
    inner join users as previous_users on aliases.previous_id = previous_users.user_id
    inner join users as next_users on aliases.user_id = next_users.user_id

)

select * from final
