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

with

rules as (

    select *
    from {{ ref('int_event_rules') }}
    where span is null

),

-- the set of names that some line is about
known_names as (

    select distinct event_name from {{ ref('int_event_rules') }}

),

-- what the name decides needs no other column. The events are read twice, each time from
-- their table: one expression read twice would be written down first, all columns of it
named_events as (

    select
        row_id,
        event_name,
        event_date,
        occurred_at,
        arrival,
        person_id,
        session_id,
        account_id
    {% if is_incremental() %}
    from {{ changes }}
    where not is_bot and not is_removed
    {% else %}
    from {{ all_events }}
    where not is_bot
    {% endif %}

),

named as (

    select
        rules.family,
        rules.definition_name,
        rules.role,
        rules.rule_number,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.row_id,
        events.event_date,
        events.occurred_at,
        events.arrival,
        '' as carried_value
    from named_events as events
    left join known_names
        on events.event_name = known_names.event_name
    inner join rules
        on coalesce(known_names.event_name, '') = rules.event_name
    where
        rules.is_decided_by_name
        and {{ may_be_any_event('rules.alternative', 'events.event_name') }}

),

-- a property of a definition may be any column, so this is the one place that asks for
-- them all, and only of events that such a rule concerns
examined as (

    select
        rules.family,
        rules.definition_name,
        rules.role,
        rules.rule_number,
        rules.alternative,
        rules.operator,
        rules.value,
        rules.condition_count,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.row_id,
        events.event_date,
        events.occurred_at,
        events.arrival,
        case
            when rules.property is not null
                then {{ event_property('rules.property', 'events') }}
        end as actual,
        case
            when rules.carried_property <> ''
                then {{ event_property('rules.carried_property', 'events') }}
        end as carried_value
    from {{ changed_events if is_incremental() else all_events }} as events
    left join known_names
        on events.event_name = known_names.event_name
    inner join rules
        on coalesce(known_names.event_name, '') = rules.event_name
    where
        not events.is_bot
        and not rules.is_decided_by_name
        and {{ may_be_any_event('rules.alternative', 'events.event_name') }}

),

-- an alternative holds when each of its conditions does
alternatives as (

    select
        family,
        definition_name,
        role,
        rule_number,
        unit_id,
        row_id,
        event_date,
        occurred_at,
        arrival,
        coalesce(carried_value, '') as carried_value
    from examined
    where {{ condition_is_met('actual', 'operator', 'value') }}
    group by
        family,
        definition_name,
        role,
        rule_number,
        alternative,
        condition_count,
        unit_id,
        row_id,
        event_date,
        occurred_at,
        arrival,
        coalesce(carried_value, '')
    having count(*) = condition_count

),

final as (

    select * from named
    union all
    -- the set of events, whichever of the alternatives they met
    select distinct * from alternatives

)

select * from final
where unit_id is not null
