with

events as (

    select
        events.event_id,
        events.event_type,
        events.account_id,
        events.occurred_at,
        labels.person_id,
        case
            when events.event_type = 'group'
                then {{ json_member('events.traits', "'role'") }}
        end as stated_role
    from {{ ref('int_events__enriched') }} as events
    inner join {{ ref('int_events__labelled') }} as labels
        on events.row_id = labels.row_id
    where events.account_id is not null

),

memberships as (

    select
        account_id,
        person_id,
        min(occurred_at) as first_seen_at
    from events
    group by
        account_id,
        person_id

),

with_previous as (

    select
        account_id,
        person_id,
        event_id,
        occurred_at,
        stated_role,
        lag(stated_role) over (
            partition by account_id, person_id order by occurred_at, event_id
        ) as previous_role
    from events
    where stated_role is not null

),

role_changes as (

    select
        account_id,
        person_id,
        stated_role as role,
        occurred_at as valid_from,
        event_id
    from with_previous
    where stated_role is distinct from previous_role

),

-- the stretch before the first role was stated has none
starts as (

    select
        account_id,
        person_id,
        cast(null as {{ dbt.type_string() }}) as role,
        first_seen_at as valid_from,
        '' as event_id
    from memberships
    union all
    select
        account_id,
        person_id,
        role,
        valid_from,
        event_id
    from role_changes

),

intervals as (

    select
        account_id,
        person_id,
        role,
        valid_from,
        lead(valid_from) over (
            partition by account_id, person_id order by valid_from, event_id
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
