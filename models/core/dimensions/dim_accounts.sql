with recursive

active_days as (

    select
        account_id,
        person_id,
        first_event_at,
        last_event_at
    from {{ ref('fct_active_days') }}
    where account_id is not null

),

statements as (

    select
        arrival,
        account_id,
        occurred_at,
        name,
        parent_account_id
    from {{ ref('int_trait_statements') }}

),

members as (

    select
        account_id,
        person_id,
        min(first_event_at) as first_seen_at,
        max(last_event_at) as last_seen_at
    from active_days
    group by
        account_id,
        person_id

),

seen as (

    select
        account_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        count(*) as member_count
    from members
    group by account_id

),

named as (

    select
        account_id,
        name,
        row_number() over (
            partition by account_id order by occurred_at desc, arrival desc
        ) as recency
    from statements
    where name is not null

),

parented as (

    select
        account_id,
        parent_account_id,
        row_number() over (
            partition by account_id order by occurred_at desc, arrival desc
        ) as recency
    from statements
    where
        parent_account_id is not null
        and parent_account_id <> account_id

),

parents as (

    select
        account_id,
        parent_account_id
    from parented
    where recency = 1

),

-- upwards, at most 20 levels: a longer line can only be a circle
ancestors as (

    select
        account_id,
        parent_account_id as ancestor_id,
        1 as level
    from parents
    union all
    select
        ancestors.account_id,
        parents.parent_account_id as ancestor_id,
        ancestors.level + 1 as level
    from ancestors
    inner join parents on ancestors.ancestor_id = parents.account_id
    where ancestors.level < 20

),

-- the top is the ancestor without a parent; accounts in a circle have none
roots as (

    select
        ancestors.account_id,
        min(ancestors.ancestor_id) as root_account_id
    from ancestors
    left join parents on ancestors.ancestor_id = parents.account_id
    where parents.account_id is null
    group by ancestors.account_id

),

final as (

    select
        seen.account_id,
        named.name,
        parents.parent_account_id,
        coalesce(roots.root_account_id, seen.account_id) as root_account_id,
        seen.first_seen_at,
        seen.last_seen_at,
        seen.member_count
    from seen
    left join named
        on
            seen.account_id = named.account_id
            and named.recency = 1
    left join parents on seen.account_id = parents.account_id
    left join roots on seen.account_id = roots.account_id

)

select
    account_id,
    name,
    parent_account_id,
    root_account_id,
    first_seen_at,
    last_seen_at,
    member_count
from final
