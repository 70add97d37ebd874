with

segments as (

    select
        segment_name,
        max(case when is_about_person then 1 else 0 end) = 1 as asks_person,
        max(case when is_about_person then 0 else 1 end) = 1 as asks_event
    from {{ ref('int_segments__defined') }}
    group by segment_name

),

definitions as (

    select
        'stickiness' as family,
        asked.stickiness_name as definition_name,
        asked.event_name as spelled_name,
        asked.interval as period,
        asked.unit,
        asked.segment_name
    from {{ ref('stickiness_definitions') }} as asked
    union all
    select
        'lifecycle' as family,
        asked.lifecycle_name as definition_name,
        asked.event_name as spelled_name,
        asked.interval as period,
        asked.unit,
        asked.segment_name
    from {{ ref('lifecycle_definitions') }} as asked
    union all
    select
        'path' as family,
        asked.path_name as definition_name,
        '*' as spelled_name,
        'day' as period,
        'person' as unit,
        asked.segment_name
    from {{ ref('path_definitions') }} as asked

),

final as (

    select
        definitions.family,
        definitions.definition_name,
        definitions.spelled_name,
        definitions.period,
        definitions.unit,
        definitions.segment_name,
        coalesce(segments.asks_event, false) as asks_event,
        coalesce(segments.asks_person, false) as asks_person
    from definitions
    left join segments
        on definitions.segment_name = segments.segment_name
    -- paths read events by themselves, but for what a segment asks of them
    where definitions.family <> 'path' or segments.asks_event

)

select * from final
