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
        'funnel' as family,
        funnel_name as definition_name,
        unit,
        segment_name
    from {{ ref('int_funnels__defined') }}
    union all
    select
        'retention' as family,
        retention_name as definition_name,
        coalesce(unit, 'person') as unit,
        segment_name
    from {{ ref('retention_curves') }}
    union all
    select
        'stickiness' as family,
        stickiness_name as definition_name,
        unit,
        segment_name
    from {{ ref('stickiness_definitions') }}
    union all
    select
        'lifecycle' as family,
        lifecycle_name as definition_name,
        unit,
        segment_name
    from {{ ref('lifecycle_definitions') }}
    union all
    select
        'path' as family,
        path_name as definition_name,
        'person' as unit,
        segment_name
    from {{ ref('path_definitions') }}
    union all
    select
        'attribution' as family,
        attribution_name as definition_name,
        'person' as unit,
        segment_name
    from {{ ref('attribution_definitions') }}
    union all
    select
        'experiment' as family,
        experiment_name as definition_name,
        'person' as unit,
        segment_name
    from {{ ref('experiments') }}

),

final as (

    select
        definitions.family,
        definitions.definition_name,
        definitions.unit,
        definitions.segment_name,
        segments.asks_event,
        segments.asks_person
    from definitions
    inner join segments
        on definitions.segment_name = segments.segment_name

)

select * from final
