{{ config(materialized='view', meta={'holds': 'changes'}) }}

with

people as (

    select
        row_id,
        event_date,
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

final as (

    select
        people.row_id,
        people.event_date,
        people.evidence,
        people.person_id,
        sessionized.session_id
    from people
    left join sessionized on people.row_id = sessionized.row_id
    union all
    select
        row_id,
        event_date,
        'user_id' as evidence,
        person_id,
        session_id
    from {{ ref('int_server_events__joined') }}

)

select * from final
