{{ config(meta={'holds': 'changes'}) }}

with

-- one row where some curve asks for people of a segment, else none
curves_of_people as (

    select max(definition_name) as retention_name
    from {{ ref('int_definition_segments') }}
    where family = 'retention' and asks_person
    having count(*) > 0

),

-- the set of people, and of accounts, which some curves count
final as (

    select person_id as unit_id
    from {{ ref('int_person_days__changed') }}
    union distinct
    select account_id as unit_id
    from {{ ref('int_events__label_changes') }}
    where account_id is not null and (is_added or is_removed)
    union distinct
    -- whose traits may be other ones may have come into a segment or left it
    select days.account_id as unit_id
    from {{ ref('fct_active_days') }} as days
    inner join {{ ref('int_persons__touched') }} as touched
        on days.person_id = touched.person_id
    cross join curves_of_people
    where days.account_id is not null
    union distinct
    select touched.person_id as unit_id
    from {{ ref('int_persons__touched') }} as touched
    cross join curves_of_people

)

select unit_id from final
