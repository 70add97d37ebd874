{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {
            'keys': ['unit_id'], 'listed_in': 'int_retention_units__changed'
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
        and rules.event_name = replace(rules.alternative, '*', '')
        and rules.span is not null

),

-- what spans do not know: accounts, conditions and values
matched as (

    select
        curves.retention_name,
        curves.cohort_rule,
        matches.unit_id,
        {{ start_of_period('curves.period', utc_to_local('matches.occurred_at')) }}
            as active_period,
        matches.occurred_at as first_event_at,
        matches.arrival,
        matches.carried_value as breakdown_value
    from {{ ref('int_segment_matches') }} as matches
    inner join {{ ref('retention_curves') }} as curves
        on matches.definition_name = curves.retention_name
    where
        matches.family = 'retention'
        and matches.role = 'start'
        and {{ only_listed(
            'matches.unit_id', 'int_retention_units__changed', 'unit_id'
        ) }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by
                retention_name,
                unit_id,
                case when cohort_rule = 'recurring' then active_period end
            order by first_event_at, arrival
        ) as place
    from matched

),

starts as (

    select
        curves.retention_name,
        curves.cohort_rule,
        spans.person_id as unit_id,
        {{ start_of_period('curves.period', 'spans.span_start') }} as active_period,
        spans.first_event_at,
        '' as breakdown_value
    from {{ ref('int_person_spans') }} as spans
    inner join curves
        on
            spans.span = curves.span
            and spans.event_name = curves.start_event
    where {{ only_listed('spans.person_id', 'int_retention_units__changed', 'unit_id') }}
    union all
    -- the first event of a cohort brings its value
    select
        retention_name,
        cohort_rule,
        unit_id,
        active_period,
        first_event_at,
        breakdown_value
    from ranked
    where place = 1

),

-- first_time: nothing to tell periods apart by, so one cohort for each person
final as (

    select
        retention_name,
        unit_id,
        min(active_period) as cohort_period,
        min(first_event_at) as started_at,
        min(breakdown_value) as breakdown_value
    from starts
    group by
        retention_name,
        unit_id,
        case when cohort_rule = 'recurring' then active_period end

)

select
    final.retention_name,
    final.cohort_period,
    final.unit_id,
    case when coalesce(curves.unit, 'person') = 'person' then final.unit_id end
        as person_id,
    final.started_at,
    final.breakdown_value
from final
inner join {{ ref('retention_curves') }} as curves
    on final.retention_name = curves.retention_name
