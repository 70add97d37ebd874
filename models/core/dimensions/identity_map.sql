{% set identity_map_changed = ref('int_identity_map__changed') %}
-- reads this table as the last run left it: depends_on: {{ ref('int_persons__touched') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['identifier_type', 'identifier'],
            'listed_in': 'int_identity_map__changed',
        },
        'rebuilds': 'alone',
    },
) }}

with

users as (

    select
        users.user_id,
        users.canonical_user_id,
        users.person_id,
        users.first_seen_at
    from {{ ref('int_users__merged') }} as users
    {% if is_incremental() %}
    inner join {{ identity_map_changed }} as changed
        on
            changed.identifier_type = 'user_id'
            and users.user_id = changed.identifier
    {% endif %}

),

owned as (

    select
        owned.identifier_type,
        owned.identifier,
        owned.person_id,
        owned.valid_from,
        owned.valid_to,
        owned.evidence
    from {{ ref('int_identifiers__owned') }} as owned
    {% if is_incremental() %}
    inner join {{ identity_map_changed }} as changed
        on
            owned.identifier_type = changed.identifier_type
            and owned.identifier = changed.identifier
    {% endif %}

),

identifiers as (

    select
        identifiers.identifier_type,
        identifiers.identifier,
        identifiers.is_shared,
        {{ surrogate_key(['identifiers.identifier_type', 'identifiers.identifier']) }}
            as person_id
    from {{ ref('int_identifiers') }} as identifiers
    {% if is_incremental() %}
    inner join {{ identity_map_changed }} as changed
        on
            identifiers.identifier_type = changed.identifier_type
            and identifiers.identifier = changed.identifier
    {% endif %}

),

seen as (

    select
        person_id,
        min(first_event_at) as first_seen_at
    from {{ ref('fct_active_days') }}
    {% if is_incremental() %}
    where person_id in (select identifiers.person_id from identifiers)
    {% endif %}
    group by person_id

),

-- who stays a visitor of his own: nobody owns the identifier that stands for him, and he
-- goes by its key
anonymous as (

    select
        identifiers.identifier_type,
        identifiers.identifier,
        identifiers.is_shared,
        identifiers.person_id,
        seen.first_seen_at as valid_from
    from identifiers
    inner join seen on identifiers.person_id = seen.person_id

),

final as (

    select
        'user_id' as identifier_type,
        user_id as identifier,
        person_id,
        first_seen_at as valid_from,
        cast(null as timestamp) as valid_to,
        case when user_id = canonical_user_id then 'user_id' else 'alias' end as evidence
    from users
    union all
    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        valid_to,
        evidence
    from owned
    union all
    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        cast(null as timestamp) as valid_to,
        case when is_shared then 'shared_equipment' else 'anonymous' end as evidence
    from anonymous

)

select
    cast(identifier_type as {{ dbt.type_string() }}) as identifier_type,
    identifier,
    person_id,
    valid_from,
    valid_to,
    cast(evidence as {{ dbt.type_string() }}) as evidence
from final
