with

definitions as (

    select
        'stickiness' as family,
        asked.stickiness_name as definition_name,
        asked.event_name as spelled_name,
        asked.interval as period,
        asked.unit
    from {{ ref('stickiness_definitions') }} as asked
    union all
    select
        'lifecycle' as family,
        asked.lifecycle_name as definition_name,
        asked.event_name as spelled_name,
        asked.interval as period,
        asked.unit
    from {{ ref('lifecycle_definitions') }} as asked
    union all
    select
        'path' as family,
        asked.path_name as definition_name,
        '*' as spelled_name,
        'day' as period,
        'person' as unit
    from {{ ref('path_definitions') }} as asked

),

final as (

    select
        definitions.family,
        definitions.definition_name,
        definitions.spelled_name,
        definitions.period,
        definitions.unit,
        segments.segment_name,
        coalesce(segments.asks_event, false) as asks_event,
        coalesce(segments.asks_person, false) as asks_person
    from definitions
    left join {{ ref('int_definition_segments') }} as segments
        on
            definitions.family = segments.family
            and definitions.definition_name = segments.definition_name
    -- paths read events by themselves, but for what a segment asks of them
    where definitions.family <> 'path' or segments.asks_event

)

select * from final
