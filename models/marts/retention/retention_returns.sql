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
        retention_name,
        coalesce(unit, 'person') as unit,
        period,
        period_count,
        clock,
        match,
        {{ period_seconds('period') }} as window_seconds
    from {{ ref('retention_curves') }}

),

spanned_curves as (

    select
        curves.retention_name,
        rules.alternative as return_event,
        curves.period,
        rules.span,
        curves.clock,
        curves.match
    from curves
    inner join {{ ref('int_event_rules') }} as rules
        on curves.retention_name = rules.definition_name
    where
        rules.family = 'retention'
        and rules.role = 'return'
        and rules.span is not null
        -- a rule for any event is about every name, and once about none
        and rules.event_name = replace(rules.alternative, '*', '')

),

-- calendar curves need the period, rolling ones both ends of a span: no window is shorter
-- than a span, so all between lies in the window of the one or the other
asked_spans as (

    select
        curves.retention_name,
        curves.period,
        curves.clock,
        curves.match,
        spans.person_id as unit_id,
        spans.span_start,
        spans.first_event_at,
        spans.last_event_at,
        {{ each_number_to("case when curves.clock = 'rolling' then 1 else 0 end") }}
            as span_end
    from {{ ref('int_person_spans') }} as spans
    inner join spanned_curves as curves
        on
            spans.span = curves.span
            and spans.event_name = curves.return_event
    where {{ only_listed('spans.person_id', 'int_retention_units__changed', 'unit_id') }}

),

return_times as (

    select
        retention_name,
        match,
        unit_id,
        case
            when clock = 'calendar' then {{ start_of_period('period', 'span_start') }}
            when span_end = 0 then first_event_at
            else last_event_at
        end as returned_at
    from asked_spans
    union all
    select
        curves.retention_name,
        curves.match,
        matches.unit_id,
        case
            when curves.clock = 'calendar'
                then
                    {{ start_of_period(
                        'curves.period', utc_to_local('matches.occurred_at')
                    ) }}
            else matches.occurred_at
        end as returned_at
    from {{ ref('int_segment_matches') }} as matches
    inner join curves
        on matches.definition_name = curves.retention_name
    where
        matches.family = 'retention'
        and matches.role = 'return'
        and {{ only_listed(
            'matches.unit_id', 'int_retention_units__changed', 'unit_id'
        ) }}

),

-- "j or later" needs only the last return: nothing to tell the others apart by
returned as (

    select
        retention_name,
        unit_id,
        max(returned_at) as returned_at
    from return_times
    group by
        retention_name,
        unit_id,
        case when match = 'on' then returned_at end

),

members as (

    select
        members.retention_name,
        members.cohort_period,
        members.breakdown_value,
        members.unit_id,
        case
            when curves.clock = 'calendar' then members.cohort_period
            else members.started_at
        end as counted_from,
        curves.period,
        curves.period_count,
        curves.clock,
        curves.match,
        curves.window_seconds
    from {{ ref('retention_members') }} as members
    inner join curves
        on members.retention_name = curves.retention_name

),

-- many to many on purpose: every return of a person against each cohort of theirs
numbered as (

    select
        members.retention_name,
        members.cohort_period,
        members.breakdown_value,
        members.unit_id,
        members.period_count,
        members.match,
        cast(
            case
                when members.clock = 'calendar'
                    then
                        {{ periods_between(
                            'members.period', 'members.counted_from',
                            'returned.returned_at'
                        ) }}
                else
                    floor(
                        {{ seconds_between(
                            'members.counted_from', 'returned.returned_at'
                        ) }} / members.window_seconds
                    )
            end as bigint
        ) as period_number
    from members
    inner join returned
        on
            members.retention_name = returned.retention_name
            and members.unit_id = returned.unit_id
            and members.counted_from < returned.returned_at

),

capped as (

    select
        retention_name,
        cohort_period,
        breakdown_value,
        unit_id,
        least(period_number, period_count) as period_number
    from numbered
    where
        period_number > 0
        and (match = 'on_or_after' or period_number <= period_count)

)

select
    capped.retention_name,
    capped.cohort_period,
    capped.unit_id,
    case when curves.unit = 'person' then capped.unit_id end as person_id,
    capped.period_number,
    capped.breakdown_value
from capped
inner join curves
    on capped.retention_name = curves.retention_name
group by
    capped.retention_name,
    capped.cohort_period,
    capped.unit_id,
    curves.unit,
    capped.period_number,
    capped.breakdown_value
