{{ config(materialized='touched', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('int_persons__touched') }}

with

paths as (

    select
        path_name,
        takes_views,
        takes_events,
        asks_include,
        conversion_event,
        asks_event
    from {{ ref('int_paths__defined') }}

),

patterns as (

    select
        path_name,
        role,
        place,
        pattern,
        likeness
    from {{ ref('int_path_patterns') }}

),

items as (

    select
        row_id,
        person_id,
        occurred_at,
        arrival,
        event_name,
        is_view,
        item
    from {{ ref('int_path_items') }}
    where {{ only_listed('person_id', 'int_persons__touched') }}

),

-- the set of items: patterns are compared with each of them once, not with each event
names as (

    select distinct
        is_view,
        item
    from items
    where item is not null

),

asked as (

    select
        paths.path_name,
        paths.asks_include,
        names.is_view,
        names.item
    from names
    inner join paths
        on
            (names.is_view and paths.takes_views)
            or (not names.is_view and paths.takes_events)

),

-- the first pattern that fits gives its text
grouped as (

    select
        asked.path_name,
        asked.asks_include,
        asked.is_view,
        asked.item,
        coalesce(min_by(patterns.pattern, patterns.place), asked.item) as named_item
    from asked
    left join patterns
        on
            asked.path_name = patterns.path_name
            and patterns.role = 'grouping'
            and asked.item like patterns.likeness escape '!'
    group by
        asked.path_name,
        asked.asks_include,
        asked.is_view,
        asked.item

),

taken as (

    select
        grouped.path_name,
        grouped.is_view,
        grouped.item,
        grouped.named_item
    from grouped
    left join patterns
        on
            grouped.path_name = patterns.path_name
            and patterns.role <> 'grouping'
            and grouped.named_item like patterns.likeness escape '!'
    group by
        grouped.path_name,
        grouped.asks_include,
        grouped.is_view,
        grouped.item,
        grouped.named_item
    having
        count(case when patterns.role = 'exclude' then 1 end) = 0
        and (
            not grouped.asks_include
            or count(case when patterns.role = 'include' then 1 end) > 0
        )

),

-- the set of events of a segment
members as (

    select
        definition_name as path_name,
        row_id
    from {{ ref('int_event_matches') }}
    where family = 'path'

),

-- many to many on purpose: an event is an item of every definition that takes it
final as (

    select
        paths.path_name,
        items.person_id,
        items.row_id,
        items.occurred_at,
        items.arrival,
        taken.named_item as item,
        coalesce(items.event_name = paths.conversion_event, false) as is_conversion
    from items
    cross join paths
    left join taken
        on
            paths.path_name = taken.path_name
            and items.is_view = taken.is_view
            and items.item = taken.item
    left join members
        on
            paths.path_name = members.path_name
            and items.row_id = members.row_id
    where
        (taken.named_item is not null or items.event_name = paths.conversion_event)
        and (not paths.asks_event or members.row_id is not null)

)

select * from final
