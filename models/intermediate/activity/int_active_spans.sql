{{ config(materialized='view') }}

with

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
        spans.span_start,
        spans.first_event_at
    from {{ ref('int_person_spans') }} as spans
    inner join rules
        on
            spans.span = rules.span
            and spans.event_name = rules.alternative
    left join {{ ref('int_definition_segments') }} as segments
        on
            rules.family = segments.family
            and rules.definition_name = segments.definition_name
            and segments.asks_person
    left join {{ ref('int_segment_persons') }} as members
        on
            segments.segment_name = members.segment_name
            and spans.person_id = members.person_id
    where segments.segment_name is null or members.person_id is not null

),

-- what spans do not know: accounts, and conditions about the event
by_event as (

    select
        family,
        definition_name,
        unit_id,
        {{ start_of_period("'hour'", utc_to_local('occurred_at')) }} as span_start,
        occurred_at as first_event_at
    from {{ ref('int_segment_matches') }}
    where family in ('stickiness', 'lifecycle')

),

found as (

    select * from by_person
    union all
    select * from by_event

),

final as (

    select
        family,
        definition_name,
        unit_id,
        span_start,
        min(first_event_at) as first_event_at
    from found
    group by
        family,
        definition_name,
        unit_id,
        span_start

)

select * from final
