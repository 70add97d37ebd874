{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

persons as (

    select distinct person_id from {{ ref('int_person_days__changed') }}

),

-- users whom an event names, as its own or in an alias: their first sighting may differ
users as (

    select user_id
    from {{ ref('int_events__changed') }}
    where user_id is not null
    union distinct
    select previous_id as user_id
    from {{ ref('int_events__changed') }}
    where previous_id is not null

),

-- who may stand for himself: the person goes by the identifier's key
visitors as (

    select
        identifiers.identifier_type,
        identifiers.identifier
    from {{ ref('int_identifiers') }} as identifiers
    inner join persons
        on
            {{ surrogate_key(['identifiers.identifier_type', 'identifiers.identifier']) }}
            = persons.person_id

),

final as (

    select
        cast('user_id' as {{ dbt.type_string() }}) as identifier_type,
        user_id as identifier
    from users
    union distinct
    select
        identifier_type,
        identifier
    from visitors
    union distinct
    select
        identifier_type,
        identifier
    from {{ ref('int_identifiers__changed') }}
    union distinct
    select
        identifier_type,
        identifier
    from {{ ref('int_identity_changes') }}

)

select * from final
