{{ config(enabled='consent' in var('sources')) }}

with

ordered as (

    select
        identifier_type,
        identifier,
        category,
        decided_at,
        state,
        evidence,
        legal_basis,
        state_before,
        row_number() over decisions as decision_number,
        lead(decided_at) over decisions as next_decided_at
    from {{ ref('int_consent_decisions') }}
    window decisions as (
        partition by identifier_type, identifier, category
        -- of one moment the one that was received last holds
        order by decided_at, received_at, arrival
    )

),

intervals as (

    select
        identifier_type,
        identifier,
        category,
        decided_at as valid_from,
        next_decided_at as valid_to,
        state,
        evidence,
        legal_basis
    from ordered
    where next_decided_at is null or next_decided_at > decided_at
    union all
    select
        identifier_type,
        identifier,
        category,
        cast(null as timestamp) as valid_from,
        decided_at as valid_to,
        case
            when category = 'necessary' then 'granted' else state_before
        end as state,
        case
            when category = 'necessary' then 'necessary' else 'no_decision'
        end as evidence,
        cast(null as {{ dbt.type_string() }}) as legal_basis
    from ordered
    where decision_number = 1

)

select
    identifier_type,
    identifier,
    category,
    valid_from,
    valid_to,
    state,
    evidence,
    legal_basis
from intervals
