with

events as (

    select
        enriched.row_id,
        enriched.occurred_at,
        identified.person_id
    from {{ ref('int_events__enriched') }} as enriched
    inner join {{ ref('int_events__identified') }} as identified
        on enriched.row_id = identified.row_id
    where enriched.is_server_side

),

sessions as (

    select
        session_id,
        person_id,
        started_at,
        ended_at
    from {{ ref('int_sessions__bounded') }}

),

covered as (

    select
        events.row_id,
        sessions.session_id,
        row_number() over (
            partition by events.row_id
            order by sessions.started_at desc, sessions.session_id asc
        ) as candidate_number
    from events
    inner join sessions
        on
            events.person_id = sessions.person_id
            and events.occurred_at >= sessions.started_at
            and events.occurred_at <= sessions.ended_at

),

final as (

    select
        row_id,
        session_id
    from covered
    where candidate_number = 1

)

select * from final
