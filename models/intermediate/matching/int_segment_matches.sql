{{ config(materialized='view') }}

with

-- what a segment asks of the event is asked with the match itself
asked as (

    select
        family,
        definition_name,
        unit,
        segment_name
    from {{ ref('int_definition_segments') }}
    where asks_person

),

of_everyone as (

    select matches.*
    from {{ ref('int_event_matches') }} as matches
    left join asked
        on
            matches.family = asked.family
            and matches.definition_name = asked.definition_name
    where asked.family is null

),

of_persons as (

    select matches.*
    from {{ ref('int_event_matches') }} as matches
    inner join asked
        on
            matches.family = asked.family
            and matches.definition_name = asked.definition_name
    inner join {{ ref('int_segment_persons') }} as members
        on
            asked.segment_name = members.segment_name
            and matches.unit_id = members.person_id
    where asked.unit = 'person'

),

-- a session or an account is of several people, and each event of one
of_groups as (

    select matches.*
    from {{ ref('int_event_matches') }} as matches
    inner join asked
        on
            matches.family = asked.family
            and matches.definition_name = asked.definition_name
    inner join {{ ref('int_events__labelled') }} as events
        on
            matches.row_id = events.row_id
            and matches.event_date = events.event_date
    inner join {{ ref('int_segment_persons') }} as members
        on
            asked.segment_name = members.segment_name
            and events.person_id = members.person_id
    where asked.unit <> 'person'

),

final as (

    select * from of_everyone
    union all
    select * from of_persons
    union all
    select * from of_groups

)

select * from final
