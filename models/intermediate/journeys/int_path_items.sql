{% set changes = ref('int_events__label_changes') %}
{% set changed_events = ref('int_events__reassigned') %}
{% set all_events = ref('int_events__described') %}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['event_date', 'row_id'],
            'listed_in': 'int_events__label_changes',
        },
        'rebuilds': 'alone',
    }
) }}
-- depends_on: {{ changes }}

with

-- what the definitions ask for, all together: one row, so that one pass serves them all
asked as (

    select
        coalesce(max(case when takes_views then 1 else 0 end), 0) = 1 as asks_views,
        coalesce(max(case when takes_events then 1 else 0 end), 0) = 1 as asks_events
    from {{ ref('int_paths__defined') }}

),

-- the set of events that some definition counts as a conversion
conversions as (

    select distinct conversion_event
    from {{ ref('int_paths__defined') }}
    where conversion_event is not null

),

events as (

    select
        row_id,
        event_date,
        person_id,
        occurred_at,
        arrival,
        event_name,
        event_type = 'screen' or event_name = 'screen_view' as is_screen,
        event_type in ('page', 'screen') or event_name in ('page_view', 'screen_view')
            as is_view,
        page_path,
        screen_name
    from {{ changed_events if is_incremental() else all_events }}
    where not is_bot

),

named as (

    select
        events.row_id,
        events.event_date,
        events.person_id,
        events.occurred_at,
        events.arrival,
        events.event_name,
        events.is_view,
        conversions.conversion_event is not null as is_asked_by_name,
        case
            when events.is_view and asked.asks_views
                then
                    case
                        when events.is_screen then {{ page_item('events.screen_name') }}
                        else {{ page_item('events.page_path') }}
                    end
            when
                not events.is_view
                and asked.asks_events
                and {{ may_be_any_event("'*'", 'events.event_name') }}
                then events.event_name
        end as item
    from events
    cross join asked
    left join conversions on events.event_name = conversions.conversion_event

),

final as (

    select
        row_id,
        event_date,
        person_id,
        occurred_at,
        arrival,
        event_name,
        is_view,
        item
    from named
    where item is not null or is_asked_by_name

)

select * from final
