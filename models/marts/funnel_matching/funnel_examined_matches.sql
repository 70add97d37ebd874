-- depends_on: {{ ref('int_events__label_changes') }}
-- depends_on: {{ ref('int_events__relabelled') }}
-- depends_on: {{ ref('fct_events') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['event_date', 'event_id'],
            'listed_in': 'int_events__label_changes',
        },
        'rebuilds': 'alone',
    }
) }}

with

rules as (

    select
        event_name,
        funnel_name,
        is_exclusion,
        rule_number,
        alternative,
        property,
        operator,
        value,
        condition_count,
        unit,
        breakdown
    from {{ ref('funnel_rules') }}
    where not is_decided_by_name

),

-- the set of names that some line is about
known_names as (

    select distinct event_name from {{ ref('funnel_rules') }}

),

events as (

    {% if is_incremental() %}
    select * from {{ ref('int_events__relabelled') }}
    {% else %}
    select * from {{ ref('fct_events') }}
    {% endif %}

),

-- a property of a definition may be any column, so this is the one place that asks for
-- them all, and only of events that such a rule concerns
examined as (

    select
        rules.funnel_name,
        rules.is_exclusion,
        rules.rule_number,
        rules.alternative,
        rules.operator,
        rules.value,
        rules.condition_count,
        {{ unit_of_event('rules.unit', 'events') }} as unit_id,
        events.event_id,
        events.event_date,
        events.occurred_at,
        case
            when rules.property is not null
                then {{ event_property('rules.property', 'events') }}
        end as actual,
        case
            when rules.breakdown <> ''
                then {{ event_property('rules.breakdown', 'events') }}
        end as breakdown_value
    from events
    left join known_names
        on events.event_name = known_names.event_name
    inner join rules
        on coalesce(known_names.event_name, '') = rules.event_name
    where not events.is_bot

),

-- an alternative holds when each of its conditions does
alternatives as (

    select
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        event_date,
        occurred_at,
        coalesce(breakdown_value, '') as breakdown_value
    from examined
    where
        unit_id is not null
        and {{ condition_is_met('actual', 'operator', 'value') }}
    group by
        funnel_name,
        is_exclusion,
        rule_number,
        alternative,
        condition_count,
        unit_id,
        event_id,
        event_date,
        occurred_at,
        coalesce(breakdown_value, '')
    having count(*) = condition_count

),

-- the set of events, whichever of the alternatives they met
final as (

    select distinct
        funnel_name,
        is_exclusion,
        rule_number,
        unit_id,
        event_id,
        event_date,
        occurred_at,
        breakdown_value
    from alternatives

)

select
    funnel_name,
    is_exclusion,
    rule_number,
    unit_id,
    event_id,
    event_date,
    occurred_at,
    breakdown_value
from final
