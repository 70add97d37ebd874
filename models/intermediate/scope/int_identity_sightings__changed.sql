{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

with

changed as (

    select
        -- hashes first: an identifier as sent may hold the mark that keeps two apart
        {{ surrogate_key(['md5(user_id)', 'md5(anonymous_id)', 'md5(device_id)']) }}
            as sighting_id,
        user_id,
        anonymous_id,
        device_id,
        occurred_at,
        is_added
    from {{ ref('int_events__changed') }}

),

combinations as (

    select
        sighting_id,
        user_id,
        anonymous_id,
        device_id,
        -- the first sighting may have been the event that left
        max(case when is_added then 0 else 1 end) = 0 as is_kept
    from changed
    group by
        sighting_id,
        user_id,
        anonymous_id,
        device_id

),

candidates as (

    select
        sighting_id,
        occurred_at as seen_at
    from changed
    where is_added
    {% if not is_full_rebuild() %}
    union all
    select
        kept.sighting_id,
        kept.first_seen_at as seen_at
    from {{ as_kept('int_identity_sightings') }} as kept
    inner join combinations on kept.sighting_id = combinations.sighting_id
    where combinations.is_kept
    {% endif %}
    union all
    -- look again
    select
        combinations.sighting_id,
        events.occurred_at as seen_at
    from {{ ref('int_events__enriched') }} as events
    inner join combinations
        on
            events.user_id is not distinct from combinations.user_id
            and events.anonymous_id is not distinct from combinations.anonymous_id
            and events.device_id is not distinct from combinations.device_id
    where not combinations.is_kept

),

first_sightings as (

    select
        sighting_id,
        min(seen_at) as first_seen_at
    from candidates
    group by sighting_id

),

final as (

    select
        combinations.sighting_id,
        combinations.user_id,
        combinations.anonymous_id,
        combinations.device_id,
        first_sightings.first_seen_at
    from combinations
    left join first_sightings
        on combinations.sighting_id = first_sightings.sighting_id

)

select * from final
