with

funnels as (

    select
        funnel_name,
        unit,
        breakdown,
        second_breakdown,
        third_breakdown,
        hold_constant,
        coalesce(segment_name, '') <> ''
        and (step_order = 'strict' or coalesce(ends_at_foreign, false))
            as asks_segment_places
    from {{ ref('int_funnels__defined') }}

),

-- a family takes part with its lines, in these columns; the rest is filled in below
funnel_lines as (

    select
        'funnel' as family,
        steps.funnel_name as definition_name,
        case when steps.is_exclusion then 'exclusion' else 'step' end as role,
        steps.rule_number,
        steps.line,
        steps.spelled_name,
        steps.property,
        steps.operator,
        steps.value,
        cast(null as {{ dbt.type_string() }}) as span,
        funnels.unit,
        funnels.breakdown as carried_property
    from {{ ref('int_funnel_steps__defined') }} as steps
    inner join funnels
        on steps.funnel_name = funnels.funnel_name
    union all
    select
        family,
        definition_name,
        role,
        rule_number,
        line,
        spelled_name,
        property,
        operator,
        value,
        span,
        unit,
        carried_property
    from {{ ref('int_funnel_entries__defined') }}
    union all
    -- to some funnels any event of the segment matters that comes between two steps
    select
        'funnel' as family,
        funnel_name as definition_name,
        'place' as role,
        cast(-1 as bigint) as rule_number,
        cast(null as bigint) as line,
        '*' as spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        cast(null as {{ dbt.type_string() }}) as value,
        cast(null as {{ dbt.type_string() }}) as span,
        unit,
        cast(null as {{ dbt.type_string() }}) as carried_property
    from funnels
    where asks_segment_places

),

retention_lines as (

    select
        'retention' as family,
        retention_name as definition_name,
        role,
        cast(1 as bigint) as rule_number,
        line,
        spelled_name,
        property,
        operator,
        value,
        span,
        unit,
        carried_property
    from {{ ref('int_retention_lines__defined') }}

),

activity_lines as (

    select
        family,
        definition_name,
        'activity' as role,
        cast(1 as bigint) as rule_number,
        cast(null as bigint) as line,
        spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        cast(null as {{ dbt.type_string() }}) as value,
        case
            when unit <> 'person' then null
            when period = 'hour' then 'hour'
            else 'day'
        end as span,
        unit,
        cast(null as {{ dbt.type_string() }}) as carried_property
    from {{ ref('int_activity__defined') }}

),

experiment_lines as (

    select
        'experiment' as family,
        experiment_name as definition_name,
        role,
        rule_number,
        line,
        spelled_name,
        property,
        operator,
        value,
        cast(null as {{ dbt.type_string() }}) as span,
        'person' as unit,
        carried_property
    from {{ ref('int_experiment_lines__defined') }}

),

lines as (

    select * from funnel_lines
    union all
    select * from retention_lines
    union all
    select * from activity_lines
    union all
    select * from experiment_lines
    union all
    select * from {{ ref('int_feature_lines__defined') }}
    union all
    select * from {{ ref('int_attribution_lines__defined') }}
    union all
    select * from {{ ref('int_health_lines__defined') }}

),

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

named as (

    select
        lines.*,
        coalesce(aliases.event_name, lines.spelled_name) as event_name,
        -- what only funnels carry
        coalesce(funnels.second_breakdown, '') as second_property,
        coalesce(funnels.third_breakdown, '') as third_property,
        coalesce(funnels.hold_constant, '') as held_property
    from lines
    left join aliases on lines.spelled_name = aliases.spelled_name
    left join funnels
        on
            lines.family = 'funnel'
            and lines.role not in ('entry', 'place')
            and lines.definition_name = funnels.funnel_name

),

segments as (

    select
        family,
        definition_name,
        segment_name
    from {{ ref('int_definition_segments') }}
    where asks_event

),

-- what a segment asks of the event is one more line of each alternative; what it asks of
-- the person is asked by int_segment_matches
with_segments as (

    select
        named.*,
        false as is_of_segment,
        segments.segment_name is not null as asks_segment
    from named
    left join segments
        on
            named.family = segments.family
            and named.definition_name = segments.definition_name
    union all
    select
        named.family,
        named.definition_name,
        named.role,
        named.rule_number,
        conditions.line,
        '' as spelled_name,
        conditions.property,
        conditions.operator,
        conditions.value,
        cast(null as {{ dbt.type_string() }}) as span,
        named.unit,
        max(named.carried_property) as carried_property,
        named.event_name,
        named.second_property,
        named.third_property,
        named.held_property,
        true as is_of_segment,
        true as asks_segment
    from named
    inner join segments
        on
            named.family = segments.family
            and named.definition_name = segments.definition_name
    inner join {{ ref('int_segments__defined') }} as conditions
        on segments.segment_name = conditions.segment_name
    where not conditions.is_about_person
    group by
        named.family,
        named.definition_name,
        named.role,
        named.rule_number,
        conditions.line,
        conditions.property,
        conditions.operator,
        conditions.value,
        named.unit,
        named.event_name,
        named.second_property,
        named.third_property,
        named.held_property

),

completed as (

    select
        family,
        definition_name,
        role,
        rule_number,
        line,
        is_of_segment,
        event_name,
        property,
        case when property is not null then coalesce(operator, 'exact') end as operator,
        coalesce(value, '') as value,
        count(*) over (
            partition by family, definition_name, role, rule_number, event_name
        ) as condition_count,
        case
            when asks_segment then null
            when span is not null and (property is not null or carried_property <> '')
                then {{ raise_error(
                    "'A line of ' || family || ' ' || definition_name || ' has a span and"
                    ~ " a property: spans sum up names alone. Take the span out.'"
                ) }}
            else span
        end as span,
        unit,
        coalesce(carried_property, '') as carried_property,
        second_property,
        third_property,
        held_property
    from with_segments

),

-- all other events go by the empty name, so that a rule for any event joins by name, too
event_names as (

    select distinct event_name
    from completed
    where event_name <> '*'
    union all
    select '' as event_name

),

final as (

    select
        completed.family,
        completed.definition_name,
        completed.role,
        completed.rule_number,
        completed.line,
        completed.is_of_segment,
        event_names.event_name,
        coalesce(completed.event_name, '') as alternative,
        completed.property,
        completed.operator,
        completed.value,
        completed.condition_count,
        completed.span,
        completed.unit,
        completed.carried_property,
        completed.second_property,
        completed.third_property,
        completed.held_property,
        completed.property is null
        and completed.carried_property = ''
        and completed.held_property = ''
        and count(*) over (
            partition by
                completed.family,
                completed.definition_name,
                completed.role,
                completed.rule_number,
                event_names.event_name
        ) = 1 as is_decided_by_name
    from completed
    inner join event_names
        on
            completed.event_name = event_names.event_name
            or coalesce(completed.event_name, '*') = '*'

)

select * from final
