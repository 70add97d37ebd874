{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

identifiers as (

    select
        identifier_type,
        identifier
    from {{ ref('int_identity_changes') }}

),

-- now and, by the last run's map, before
owners as (

    select
        'user_id' as identifier_type,
        user_id as identifier,
        person_id
    from {{ ref('int_users__merged') }}
    union all
    select
        identifier_type,
        identifier,
        person_id
    from {{ ref('int_identifiers__owned') }}
    {% if not is_full_rebuild() %}
    union all
    select
        identifier_type,
        identifier,
        person_id
    from {{ as_kept('identity_map') }}
    {% endif %}

),

final as (

    select person_id
    from {{ ref('int_person_days__changed') }}
    union distinct
    select person_id
    from {{ ref('int_session_persons__changed') }}
    union distinct
    select owners.person_id
    from owners
    inner join identifiers
        on
            owners.identifier_type = identifiers.identifier_type
            and owners.identifier = identifiers.identifier

)

select * from final
