{{ config(materialized='view') }}

with

people as (

    select * from {{ ref('int_events__identified') }}

),

sessions as (

    select
        sessionized.row_id,
        bounds.session_id
    from {{ ref('int_events__sessionized') }} as sessionized
    inner join {{ ref('int_sessions__bounded') }} as bounds
        on sessionized.first_row_id = bounds.first_row_id

),

final as (

    select
        people.row_id,
        people.arrival,
        people.event_date,
        people.event_name,
        people.event_type,
        people.occurred_at,
        people.account_id,
        people.is_bot,
        people.evidence,
        people.person_id,
        sessions.session_id
    from people
    left join sessions on people.row_id = sessions.row_id
    union all
    select
        row_id,
        arrival,
        event_date,
        event_name,
        event_type,
        occurred_at,
        account_id,
        is_bot,
        'user_id' as evidence,
        person_id,
        session_id
    from {{ ref('int_server_events__joined') }}

)

select * from final
