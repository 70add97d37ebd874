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

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

asked as (

    select
        coalesce(aliases.event_name, defined.event_name) as event_name,
        defined.kind,
        coalesce(items.property, defined.item_property) as item_property,
        coalesce(fields.property, defined.field_property) as field_property,
        coalesce(amounts.property, defined.amount_property) as amount_property
    from {{ ref('experience_events') }} as defined
    left join aliases on defined.event_name = aliases.spelled_name
    left join property_aliases as items on defined.item_property = items.raw_name
    left join property_aliases as fields on defined.field_property = fields.raw_name
    left join property_aliases as amounts on defined.amount_property = amounts.raw_name

),

-- an event of one name may be evidence of several things, and state several numbers
stated as (

    select
        events.row_id,
        events.event_date,
        events.occurred_at,
        events.arrival,
        events.person_id,
        events.session_id,
        events.platform,
        events.page_path,
        events.device_type,
        asked.kind,
        coalesce(asked.amount_property, '') as metric,
        {{ json_member('events.properties', 'asked.item_property') }} as item,
        {{ json_member('events.properties', 'asked.field_property') }} as field,
        {{ json_member('events.properties', 'asked.amount_property') }} as stated_amount
    from {{ changed_events if is_incremental() else all_events }} as events
    inner join asked on events.event_name = asked.event_name
    where not events.is_bot

),

numbered as (

    select
        *,
        {{ numeric_value('stated_amount') }} as amount
    from stated

),

-- nothing takes less than no time or a thousand years, and no page is longer than itself
final as (

    select
        row_id,
        event_date,
        occurred_at,
        arrival,
        person_id,
        session_id,
        platform,
        page_path,
        device_type,
        kind,
        metric,
        item,
        field,
        case
            when amount < 0 or amount > 31557600000000 then null
            when kind in ('scroll', 'video_progress') and amount > 100 then null
            else amount
        end as amount
    from numbered

)

select * from final
where kind <> 'timing' or amount is not null
