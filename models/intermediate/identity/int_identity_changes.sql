{{ config(meta={'holds': 'changes'}) }}
{% set users_merged = ref('int_users__merged') %}
{% set identifiers_owned = ref('int_identifiers__owned') %}
-- Identifiers whose owner, or the time of it, is not what the labels were last bound by.
with

present as (

    select
        cast('user_id' as {{ dbt.type_string() }}) as identifier_type,
        user_id as identifier,
        person_id,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to
    from {{ users_merged }}
    union all
    select
        owned.identifier_type,
        owned.identifier,
        owned.person_id,
        owned.valid_from,
        owned.valid_to
    from {{ identifiers_owned }} as owned
    inner join {{ ref('int_identifiers__changed') }} as changed
        on
            owned.identifier_type = changed.identifier_type
            and owned.identifier = changed.identifier

),

{% if is_full_rebuild() %}
differing as (

    select
        identifier_type,
        identifier
    from present
    where false

),
{% else %}
past as (

    select
        kept.identifier_type,
        kept.identifier,
        kept.person_id,
        -- a user is the same person at any time
        case when kept.identifier_type <> 'user_id' then kept.valid_from end
            as valid_from,
        kept.valid_to
    from {{ as_kept('identity_map') }} as kept
    left join {{ ref('int_identifiers__changed') }} as changed
        on
            kept.identifier_type = changed.identifier_type
            and kept.identifier = changed.identifier
    where
        kept.evidence not in ('anonymous', 'shared_equipment')
        -- who is settled again; users all are
        and (kept.identifier_type = 'user_id' or changed.identifier is not null)

),

come as (

    select * from present
    except
    select * from past

),

gone as (

    select * from past
    except
    select * from present

),

differing as (

    select
        identifier_type,
        identifier
    from come
    union all
    select
        identifier_type,
        identifier
    from gone

),
{% endif %}

final as (

    select
        identifier_type,
        identifier
    from differing
    group by
        identifier_type,
        identifier

)

select * from final
