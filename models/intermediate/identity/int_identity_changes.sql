{{ config(meta={'holds': 'changes', 'reads_back': ['identity_map']}) }}
-- depends_on: {{ ref('int_users__merged') }}
-- depends_on: {{ ref('int_identifiers__owned') }}
-- Identifiers whose owner, or the time of it, is not what the labels were last bound by.
with

present as (

    select
        cast('user_id' as {{ dbt.type_string() }}) as identifier_type,
        user_id as identifier,
        person_id,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to
    from {{ ref('int_users__merged') }}
    union all
    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        valid_to
    from {{ ref('int_identifiers__owned') }}

),

{% if covers_history() %}
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
        identifier_type,
        identifier,
        person_id,
        -- a user is the same person at any time
        case when identifier_type <> 'user_id' then valid_from end as valid_from,
        valid_to
    from {{ as_kept('identity_map') }}
    where evidence not in ('anonymous', 'shared_equipment')

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
