{{ config(pre_hook='{{ note_event_counts() }}') }}

with

events as (

    select
        event_name,
        count(*) as accepted_count,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at
    from {{ ref('int_events__enriched') }}
    group by event_name

),

rejected as (

    select
        event_name,
        count(*) as quarantined_count
    from {{ ref('int_events__excluded') }}
    where
        disposition = 'quarantined'
        and event_name is not null
    group by event_name

),

taxonomy as (

    select
        event_name,
        category,
        action,
        description,
        owner,
        status
    from {{ ref('event_taxonomy') }}
    where right(event_name, 1) <> '*'

),

names as (

    select event_name from events
    union distinct
    select event_name from rejected
    union distinct
    select event_name from taxonomy

),

final as (

    select
        names.event_name,
        taxonomy.category,
        taxonomy.action,
        taxonomy.description,
        taxonomy.owner,
        coalesce(taxonomy.status, 'unregistered') as status,
        taxonomy.event_name is not null as is_registered,
        coalesce(events.accepted_count, 0) + coalesce(rejected.quarantined_count, 0) > 0
            as is_seen,
        coalesce(events.accepted_count, 0) as accepted_count,
        coalesce(rejected.quarantined_count, 0) as quarantined_count,
        events.first_seen_at,
        events.last_seen_at
    from names
    left join events on names.event_name = events.event_name
    left join rejected on names.event_name = rejected.event_name
    left join taxonomy on names.event_name = taxonomy.event_name

)

select
    event_name,
    category,
    action,
    description,
    owner,
    status,
    is_registered,
    is_seen,
    accepted_count,
    quarantined_count,
    first_seen_at,
    last_seen_at
from final
