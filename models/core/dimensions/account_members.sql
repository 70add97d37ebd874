with

memberships as (

    select
        account_id,
        person_id,
        min(first_event_at) as first_seen_at
    from {{ ref('fct_active_days') }}
    where account_id is not null
    group by
        account_id,
        person_id

),

statements as (

    select
        account_id,
        person_id,
        arrival,
        occurred_at,
        role
    from {{ ref('int_trait_statements') }}
    where role is not null

),

with_previous as (

    select
        account_id,
        person_id,
        arrival,
        occurred_at,
        role,
        lag(role) over (
            partition by account_id, person_id order by occurred_at, arrival
        ) as previous_role
    from statements

),

role_changes as (

    select
        account_id,
        person_id,
        role,
        occurred_at as valid_from,
        arrival
    from with_previous
    where role is distinct from previous_role

),

-- the stretch before the first role was stated has none
starts as (

    select
        account_id,
        person_id,
        cast(null as {{ dbt.type_string() }}) as role,
        first_seen_at as valid_from,
        cast(0 as decimal(38, 0)) as arrival
    from memberships
    union all
    select
        account_id,
        person_id,
        role,
        valid_from,
        arrival
    from role_changes

),

intervals as (

    select
        account_id,
        person_id,
        role,
        valid_from,
        lead(valid_from) over (
            partition by account_id, person_id order by valid_from, arrival
        ) as valid_to
    from starts

),

final as (

    select
        account_id,
        person_id,
        role,
        valid_from,
        valid_to
    from intervals
    where
        valid_to is null
        or valid_from < valid_to

)

select
    account_id,
    person_id,
    role,
    valid_from,
    valid_to
from final
