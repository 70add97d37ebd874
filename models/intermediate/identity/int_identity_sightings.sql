{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['sighting_id'],
            'listed_in': 'int_identity_sightings__changed',
        },
        'rebuilds': 'alone',
    },
) }}
{% set identity_sightings_changed = ref('int_identity_sightings__changed') %}
{% set events_enriched = ref('int_events__enriched') %}

with

{% if is_incremental() %}
final as (

    select
        sighting_id,
        user_id,
        anonymous_id,
        device_id,
        first_seen_at
    from {{ identity_sightings_changed }}
    where first_seen_at is not null

)
{% else %}
sightings as (

    select
        user_id,
        anonymous_id,
        device_id,
        min(occurred_at) as first_seen_at
    from {{ events_enriched }}
    group by
        user_id,
        anonymous_id,
        device_id

),

final as (

    select
        -- hashes first: an identifier as sent may hold the mark that keeps two apart
        {{ surrogate_key(['md5(user_id)', 'md5(anonymous_id)', 'md5(device_id)']) }}
            as sighting_id,
        user_id,
        anonymous_id,
        device_id,
        first_seen_at
    from sightings

)
{% endif %}

select
    sighting_id,
    user_id,
    anonymous_id,
    device_id,
    first_seen_at
from final
