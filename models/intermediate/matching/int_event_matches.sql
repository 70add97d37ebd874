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
        '' as carried_value,
        '' as held_value
    from named_events as events
    left join known_names
        on events.event_name = known_names.event_name
    inner join rules
        on coalesce(known_names.event_name, '') = rules.event_name
    where
        rules.is_decided_by_name
        and {{ may_be_any_event('rules.alternative', 'events.event_name') }}

),

-- what a rule carries or holds is asked as one more line of it, so that one expression
-- reads whatever a definition names: it may be any column
asked as (

    {% for purpose in ['condition', 'carried', 'second', 'third', 'held'] %}
    {%- set property = 'property' if purpose == 'condition' else purpose ~ '_property' %}
    select
        *,
        '{{ purpose }}' as purpose,
        {{ property }} as asked_property
    from rules
    where
        not is_decided_by_name
        {%- if purpose != 'condition' %}
        and {{ property }} <> ''
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- the one place that asks for all columns, and only of events that such a rule concerns
examined as (

    select
        asked.family,
        asked.definition_name,
        asked.role,
        asked.rule_number,
        asked.alternative,
        asked.operator,
        asked.value,
        asked.condition_count,
        asked.purpose,
        asked.second_property,
        asked.third_property,
        {{ unit_of_event('asked.unit', 'events') }} as unit_id,
        events.row_id,
        events.event_date,
        events.occurred_at,
        events.arrival,
        case
            when asked.asked_property is not null
                then {{ event_property('asked.asked_property', 'events') }}
        end as actual
    from {{ changed_events if is_incremental() else all_events }} as events
    left join known_names
        on events.event_name = known_names.event_name
    inner join asked
        on coalesce(known_names.event_name, '') = asked.event_name
    where
        not events.is_bot
        and {{ may_be_any_event('asked.alternative', 'events.event_name') }}

),

-- an alternative holds when each of its conditions does; several values that it carries
-- are one, each blank one kept
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
        coalesce(max(case when purpose = 'carried' then actual end), '')
        || case when second_property <> '' then ' · ' else '' end
        || coalesce(max(case when purpose = 'second' then actual end), '')
        || case when third_property <> '' then ' · ' else '' end
        || coalesce(max(case when purpose = 'third' then actual end), '')
            as carried_value,
        coalesce(max(case when purpose = 'held' then actual end), '') as held_value
    from examined
    where
        purpose <> 'condition'
        or {{ condition_is_met('actual', 'operator', 'value') }}
    group by
        family,
        definition_name,
        role,
        rule_number,
        alternative,
        condition_count,
        second_property,
        third_property,
        unit_id,
        row_id,
        event_date,
        occurred_at,
        arrival
    having count(case when purpose = 'condition' then 1 end) = condition_count

),

final as (

    select * from named
    union all
    -- the set of events, whichever of the alternatives they met
    select distinct * from alternatives

)

select * from final
where unit_id is not null
