with

people as (

    select
        row_id,
        evidence,
        person_id
    from {{ ref('int_events__identified') }}

),

sessionized as (

    select
        row_id,
        session_id
    from {{ ref('int_events__sessionized') }}

),

server_events as (

    select
        row_id,
        session_id
    from {{ ref('int_server_events__joined') }}

),

final as (

    select
        people.row_id,
        people.evidence,
        people.person_id,
        coalesce(sessionized.session_id, server_events.session_id) as session_id
    from people
    left join sessionized on people.row_id = sessionized.row_id
    left join server_events on people.row_id = server_events.row_id

)

select * from final
