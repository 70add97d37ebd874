{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['person_id'], 'listed_in': 'int_person_days__changed'
        },
    },
) }}

with

curves as (

    select
        curves.retention_name,
        rules.alternative as start_event,
        curves.period,
        rules.span,
        curves.cohort_rule
    from {{ ref('retention_curves') }} as curves
    inner join {{ ref('int_event_rules') }} as rules
        on curves.retention_name = rules.definition_name
    where
        rules.family = 'retention'
        and rules.role = 'start'
        -- a rule for any event is about every name, and once about none
        and rules.event_name = rules.alternative

),

starts as (

    select
        curves.retention_name,
        curves.cohort_rule,
        spans.person_id,
        {{ start_of_period('curves.period', 'spans.span_start') }} as active_period,
        spans.first_event_at
    from {{ ref('int_person_spans') }} as spans
    inner join curves
        on
            spans.span = curves.span
            and spans.event_name = curves.start_event
    where {{ only_listed('spans.person_id', 'int_person_days__changed', 'person_id') }}

),

-- first_time: nothing to tell periods apart by, so one cohort for each person
final as (

    select
        retention_name,
        person_id,
        min(active_period) as cohort_period,
        min(first_event_at) as started_at
    from starts
    group by
        retention_name,
        person_id,
        case when cohort_rule = 'recurring' then active_period end

)

select
    retention_name,
    cohort_period,
    person_id,
    started_at
from final
