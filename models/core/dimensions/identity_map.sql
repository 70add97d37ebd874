{{ config(meta={'holds': 'history', 'rebuilds': 'alone'}) }}

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

shared as (

    select
        identifier_type,
        identifier
    from {{ ref('int_identifiers') }}
    where is_shared

),

-- who stays a visitor of his own: nobody owns the identifier that stands for him
anonymous_events as (

    select
        case when events.anonymous_id is not null then 'anonymous_id' else 'device_id' end
            as identifier_type,
        coalesce(events.anonymous_id, events.device_id) as identifier,
        labels.person_id,
        events.occurred_at
    from {{ ref('int_events__enriched') }} as events
    inner join {{ ref('int_events__labelled') }} as labels
        on events.row_id = labels.row_id
    where labels.evidence = 'none'

),

anonymous as (

    select
        identifier_type,
        identifier,
        person_id,
        min(occurred_at) as valid_from
    from anonymous_events
    group by
        identifier_type,
        identifier,
        person_id

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
        anonymous.identifier_type,
        anonymous.identifier,
        anonymous.person_id,
        anonymous.valid_from,
        cast(null as timestamp) as valid_to,
        case when shared.identifier is null then 'anonymous' else 'shared_equipment' end
            as evidence
    from anonymous
    left join shared
        on
            anonymous.identifier_type = shared.identifier_type
            and anonymous.identifier = shared.identifier

)

select
    cast(identifier_type as {{ dbt.type_string() }}) as identifier_type,
    identifier,
    person_id,
    valid_from,
    valid_to,
    cast(evidence as {{ dbt.type_string() }}) as evidence
from final
