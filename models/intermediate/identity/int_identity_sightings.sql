{{ config(meta={'holds': 'history', 'rebuilds': 'alone'}) }}
-- depends_on: {{ ref('int_events__changed') }}

with

{% if covers_history() %}
sightings as (

    select
        user_id,
        anonymous_id,
        device_id,
        occurred_at as first_seen_at
    from {{ ref('int_events__enriched') }}

),
{% else %}
changed as (

    select
        user_id,
        anonymous_id,
        device_id,
        occurred_at,
        is_added
    from {{ ref('int_events__changed') }}

),

-- the first sighting may have been the event that left: look again
lost as (

    select
        user_id,
        anonymous_id,
        device_id
    from changed
    where not is_added
    group by
        user_id,
        anonymous_id,
        device_id

),

kept as (

    select
        earlier.user_id,
        earlier.anonymous_id,
        earlier.device_id,
        earlier.first_seen_at
    from {{ this }} as earlier
    where
        not exists (
            select 1
            from lost
            where
                earlier.user_id is not distinct from lost.user_id
                and earlier.anonymous_id is not distinct from lost.anonymous_id
                and earlier.device_id is not distinct from lost.device_id
        )

),

seen_again as (

    select
        events.user_id,
        events.anonymous_id,
        events.device_id,
        events.occurred_at as first_seen_at
    from {{ ref('int_events__enriched') }} as events
    inner join lost
        on
            events.user_id is not distinct from lost.user_id
            and events.anonymous_id is not distinct from lost.anonymous_id
            and events.device_id is not distinct from lost.device_id

),

sightings as (

    select * from kept
    union all
    select * from seen_again
    union all
    select
        user_id,
        anonymous_id,
        device_id,
        occurred_at as first_seen_at
    from changed
    where is_added

),
{% endif %}

final as (

    select
        user_id,
        anonymous_id,
        device_id,
        min(first_seen_at) as first_seen_at
    from sightings
    group by
        user_id,
        anonymous_id,
        device_id

)

select * from final
