{{ config(meta={'holds': 'changes'}) }}

with

days as (

    select person_id from {{ ref('int_person_days__changed') }}

),

final as (

    select person_id
    from days
    group by person_id

)

select * from final
