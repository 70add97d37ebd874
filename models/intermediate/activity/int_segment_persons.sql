with

conditions as (

    select
        segment_name,
        property,
        operator,
        value,
        condition_count
    from {{ ref('int_segments__defined') }}
    where is_about_person

),

persons as (

    select
        person_id,
        traits
    from {{ ref('dim_persons') }}

),

-- every person against every condition, as there are few of them
asked as (

    select
        conditions.segment_name,
        conditions.operator,
        conditions.value,
        conditions.condition_count,
        persons.person_id,
        {{ json_member('persons.traits', 'conditions.property') }} as actual
    from persons
    cross join conditions

),

final as (

    select
        segment_name,
        person_id
    from asked
    where {{ condition_is_met('actual', 'operator', 'value') }}
    group by
        segment_name,
        person_id,
        condition_count
    having count(*) = condition_count

)

select * from final
