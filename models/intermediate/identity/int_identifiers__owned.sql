{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['identifier_type', 'identifier'],
            'listed_in': 'int_identifiers__changed',
        },
    },
) }}
{% set identifiers_changed = ref('int_identifiers__changed') %}

with

identifiers as (

    select
        identifiers.identifier_type,
        identifiers.identifier,
        identifiers.first_seen_at,
        identifiers.user_count
    from {{ ref('int_identifiers') }} as identifiers
    {% if is_incremental() %}
    inner join {{ identifiers_changed }} as changed
        on
            identifiers.identifier_type = changed.identifier_type
            and identifiers.identifier = changed.identifier
    {% endif %}
    where
        identifiers.user_count > 0
        and not identifiers.is_shared

),

-- most identifiers have one user ever
sole_owners as (

    select
        users.identifier_type,
        users.identifier,
        users.person_id,
        identifiers.first_seen_at as valid_from,
        cast(null as timestamp) as valid_to,
        cast('sole_login' as {{ dbt.type_string() }}) as evidence
    from {{ ref('int_identifier_users') }} as users
    inner join identifiers
        on
            users.identifier_type = identifiers.identifier_type
            and users.identifier = identifiers.identifier
    where identifiers.user_count = 1

),

logins as (

    select
        identifier_type,
        identifier,
        person_id,
        occurred_at,
        arrival
    from {{ ref('int_identifier_logins') }}

),

with_previous as (

    select
        logins.identifier_type,
        logins.identifier,
        logins.person_id,
        logins.occurred_at,
        logins.arrival,
        identifiers.first_seen_at,
        lag(logins.person_id) over (
            partition by logins.identifier_type, logins.identifier
            order by logins.occurred_at, logins.arrival
        ) as previous_person_id
    from logins
    inner join identifiers
        on
            logins.identifier_type = identifiers.identifier_type
            and logins.identifier = identifiers.identifier

),

changes as (

    select
        identifier_type,
        identifier,
        person_id,
        previous_person_id,
        first_seen_at,
        occurred_at,
        lead(occurred_at) over (
            partition by identifier_type, identifier
            order by occurred_at, arrival
        ) as next_occurred_at
    from with_previous
    where previous_person_id is distinct from person_id

),

turns as (

    select
        identifier_type,
        identifier,
        person_id,
        -- what came before the first login goes to the first user
        case
            when previous_person_id is null then first_seen_at
            else occurred_at
        end as valid_from,
        next_occurred_at as valid_to,
        case
            when previous_person_id is null then 'first_login'
            else 'login'
        end as evidence
    from changes

),

final as (

    select * from sole_owners
    union all
    select * from turns
    -- two people at the same instant: the later to arrive has it from then on
    where
        valid_to is null
        or valid_from < valid_to

)

select * from final
