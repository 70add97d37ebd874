{{ config(materialized='view') }}

with

definitions as (

    select
        family,
        definition_name,
        unit,
        segment_name,
        asks_person
    from {{ ref('int_activity__defined') }}

),

-- a rule for any event is about every name, and is one rule
rules as (

    select distinct
        family,
        definition_name,
        alternative,
        span
    from {{ ref('int_event_rules') }}
    where family in ('stickiness', 'lifecycle') and span is not null

),

by_person as (

    select
        rules.family,
        rules.definition_name,
        spans.person_id as unit_id,
        spans.person_id,
        spans.span_start,
        spans.first_event_at
    from {{ ref('int_person_spans') }} as spans
    inner join rules
        on
            spans.span = rules.span
            and spans.event_name = rules.alternative

),

-- what spans do not know: accounts, and conditions about the event
by_event as (

    select
        family,
        definition_name,
        unit_id,
        carried_value,
        {{ start_of_period("'hour'", utc_to_local('occurred_at')) }} as span_start,
        occurred_at as first_event_at
    from {{ ref('int_event_matches') }}
    where family in ('stickiness', 'lifecycle')

),

found as (

    select
        family,
        definition_name,
        unit_id,
        person_id,
        span_start,
        first_event_at
    from by_person
    union all
    select
        by_event.family,
        by_event.definition_name,
        by_event.unit_id,
        case
            when definitions.unit = 'person' then by_event.unit_id
            else by_event.carried_value
        end as person_id,
        by_event.span_start,
        by_event.first_event_at
    from by_event
    inner join definitions
        on
            by_event.family = definitions.family
            and by_event.definition_name = definitions.definition_name

),

final as (

    select
        found.family,
        found.definition_name,
        found.unit_id,
        found.span_start,
        min(found.first_event_at) as first_event_at
    from found
    inner join definitions
        on
            found.family = definitions.family
            and found.definition_name = definitions.definition_name
    left join {{ ref('int_segment_persons') }} as members
        on
            definitions.segment_name = members.segment_name
            and found.person_id = members.person_id
    where not definitions.asks_person or members.person_id is not null
    group by
        found.family,
        found.definition_name,
        found.unit_id,
        found.span_start

)

select * from final
