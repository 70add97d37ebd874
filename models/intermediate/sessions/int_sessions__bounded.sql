{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        row_id,
        occurred_at
    from {{ ref('int_events__in_scope') }}

),

sessionized as (

    select
        row_id,
        event_number,
        session_id
    from {{ ref('int_events__sessionized') }}

),

people as (

    select
        row_id,
        user_person_id,
        person_id
    from {{ ref('int_events__identified') }}

),

final as (

    select
        sessionized.session_id,
        min(events.occurred_at) as started_at,
        max(events.occurred_at) as ended_at,
        -- the known user, of whom a session by gap has at most one; with a tracker's own
        -- sessions of several users the smallest key, so that it is always the same one
        coalesce(
            min(people.user_person_id),
            min(case when sessionized.event_number = 1 then people.person_id end)
        ) as person_id
    from sessionized
    inner join events on sessionized.row_id = events.row_id
    inner join people on sessionized.row_id = people.row_id
    group by sessionized.session_id

)

select * from final
