{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}
{% set events_changed = ref('int_events__changed') %}
{% set users_merged = ref('int_users__merged') %}
{% set identity_sightings = ref('int_identity_sightings') %}
{% set alias_logins = ref('int_alias_logins') %}
-- Visitors and devices of whom a run may tell another owner.
with

{% if is_full_rebuild() %}
final as (

    select
        identifier_type,
        identifier
    from {{ ref('int_identifiers') }}

)
{% else %}
changed_events as (

    select
        anonymous_id,
        device_id,
        previous_id
    from {{ events_changed }}

),

-- whose person is not the one he was, or who is new
changed_users as (

    select users.user_id
    from {{ users_merged }} as users
    left join {{ as_kept('identity_map') }} as kept
        on
            users.user_id = kept.identifier
            and kept.identifier_type = 'user_id'
    where users.person_id is distinct from kept.person_id

),

seen_on as (

    select
        sightings.anonymous_id,
        sightings.device_id
    from {{ identity_sightings }} as sightings
    inner join changed_users on sightings.user_id = changed_users.user_id

),

final as (

    select
        'anonymous_id' as identifier_type,
        anonymous_id as identifier
    from changed_events
    where anonymous_id is not null
    union distinct
    -- an alias logs its user in on the visitor that it names
    select
        'anonymous_id' as identifier_type,
        previous_id as identifier
    from changed_events
    where previous_id is not null
    union distinct
    select
        'device_id' as identifier_type,
        device_id as identifier
    from changed_events
    where device_id is not null
    union distinct
    select
        'anonymous_id' as identifier_type,
        anonymous_id as identifier
    from seen_on
    where anonymous_id is not null
    union distinct
    select
        'device_id' as identifier_type,
        device_id as identifier
    from seen_on
    where device_id is not null
    union distinct
    select
        'anonymous_id' as identifier_type,
        logins.anonymous_id as identifier
    from {{ alias_logins }} as logins
    inner join changed_users on logins.user_id = changed_users.user_id

)
{% endif %}

select
    cast(identifier_type as {{ dbt.type_string() }}) as identifier_type,
    identifier
from final
