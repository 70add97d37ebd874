with

aliases as (

    select
        arrival,
        occurred_at,
        user_id,
        anonymous_id,
        previous_id
    from {{ ref('int_events__enriched') }}
    where
        event_type = 'alias'
        and user_id is not null
        and previous_id is not null

),

visitors as (

    select anonymous_id
    from {{ ref('int_identity_sightings') }}
    where anonymous_id is not null
    group by anonymous_id

),

-- an alias that names a visitor logs its user in on that visitor
final as (

    select
        aliases.previous_id as anonymous_id,
        aliases.user_id,
        aliases.occurred_at,
        aliases.arrival
    from aliases
    inner join visitors on aliases.previous_id = visitors.anonymous_id
    where coalesce(aliases.anonymous_id, '') <> aliases.previous_id

)

select * from final
