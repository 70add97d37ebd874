with

matches as (

    select
        definition_name,
        row_id,
        event_date,
        unit_id,
        occurred_at,
        carried_value
    from {{ ref('int_segment_matches') }}
    where
        family = 'attribution'
        and role = 'conversion'

),

events as (

    select
        row_id,
        event_date,
        event_id
    from {{ ref('int_events__described') }}

),

final as (

    select
        matches.definition_name as attribution_name,
        events.event_id as conversion_id,
        matches.unit_id as person_id,
        matches.occurred_at,
        cast(date_trunc('month', matches.event_date) as date) as month,
        case
            when definitions.value_property <> ''
                then coalesce({{ decimal_value('matches.carried_value') }}, 0)
        end as value
    from matches
    inner join {{ ref('int_attribution__defined') }} as definitions
        on matches.definition_name = definitions.attribution_name
    inner join events
        on
            matches.row_id = events.row_id
            and matches.event_date = events.event_date

)

select * from final
