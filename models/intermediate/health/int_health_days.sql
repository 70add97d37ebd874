with

matches as (

    select
        definition_name as measure_key,
        role,
        unit_id as account_id,
        row_id,
        event_date,
        carried_value
    from {{ ref('int_event_matches') }}
    where family = 'health'

),

persons as (

    select
        row_id,
        person_id
    from {{ ref('int_events__labelled') }}

),

final as (

    select
        matches.measure_key,
        matches.role,
        matches.account_id,
        matches.event_date,
        persons.person_id,
        matches.carried_value,
        count(*) as events
    from matches
    inner join persons on matches.row_id = persons.row_id
    group by
        matches.measure_key,
        matches.role,
        matches.account_id,
        matches.event_date,
        persons.person_id,
        matches.carried_value

)

select * from final
