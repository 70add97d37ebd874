{{ config(meta={'holds': 'history', 'rebuilds': 'alone'}) }}
-- depends_on: {{ ref('int_persons__touched') }}

with

users as (

    select
        user_id,
        canonical_user_id,
        person_id,
        first_seen_at
    from {{ ref('int_users__merged') }}

),

owned as (

    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        valid_to,
        evidence
    from {{ ref('int_identifiers__owned') }}

),

identifiers as (

    select
        identifier_type,
        identifier,
        is_shared,
        {{ surrogate_key(['identifier_type', 'identifier']) }} as person_id
    from {{ ref('int_identifiers') }}

),

seen as (

    select
        person_id,
        min(first_event_at) as first_seen_at
    from {{ ref('fct_active_days') }}
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
