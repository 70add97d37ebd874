with

segments as (

    select
        segment_name,
        max(case when is_about_person then 1 else 0 end) = 1 as asks_person,
        max(case when is_about_person then 0 else 1 end) = 1 as asks_event
    from {{ ref('int_segments__defined') }}
    group by segment_name

),

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

final as (

    select
        paths.path_name,
        paths.item in ('page', 'all') as takes_views,
        paths.item in ('event', 'all') as takes_events,
        paths.include is not null as asks_include,
        {{ page_item('paths.start_item') }} as start_item,
        {{ page_item('paths.end_item') }} as end_item,
        paths.max_steps,
        paths.max_edges,
        paths.gap_minutes * 60 as gap_seconds,
        coalesce(aliases.event_name, paths.conversion_event) as conversion_event,
        paths.segment_name,
        coalesce(segments.asks_event, false) as asks_event,
        coalesce(segments.asks_person, false) as asks_person
    from {{ ref('path_definitions') }} as paths
    left join aliases on paths.conversion_event = aliases.spelled_name
    left join segments on paths.segment_name = segments.segment_name

)

select * from final
