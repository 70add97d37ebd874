{{ config(meta={'holds': 'changes'}) }}

with

-- the set of people, and of accounts, which some curves count
final as (

    select person_id as unit_id
    from {{ ref('int_person_days__changed') }}
    union distinct
    select account_id as unit_id
    from {{ ref('int_events__label_changes') }}
    where account_id is not null and (is_added or is_removed)

)

select unit_id from final
