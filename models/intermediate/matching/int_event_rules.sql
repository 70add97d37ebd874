with

funnels as (

    select
        funnel_name,
        unit,
        breakdown
    from {{ ref('int_funnels__defined') }}

),

-- a family of metrics takes part with its lines, in these columns
funnel_lines as (

    select
        'funnel' as family,
        steps.funnel_name as definition_name,
        case when steps.is_exclusion then 'exclusion' else 'step' end as role,
        steps.rule_number,
        steps.line,
        steps.event_name,
        steps.property,
        steps.operator,
        steps.value,
        steps.condition_count,
        cast(null as {{ dbt.type_string() }}) as span,
        funnels.unit,
        funnels.breakdown as carried_property
    from {{ ref('int_funnel_steps__defined') }} as steps
    inner join funnels
        on steps.funnel_name = funnels.funnel_name

),

retention_events as (

    select
        retention_name,
        'start' as role,
        start_event as event_name,
        period
    from {{ ref('int_retention_curves__defined') }}
    union all
    select
        retention_name,
        'return' as role,
        return_event as event_name,
        period
    from {{ ref('int_retention_curves__defined') }}

),

retention_lines as (

    select
        'retention' as family,
        retention_name as definition_name,
        role,
        cast(1 as bigint) as rule_number,
        cast(null as bigint) as line,
        event_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        '' as value,
        cast(1 as bigint) as condition_count,
        case when period = 'hour' then 'hour' else 'day' end as span,
        'person' as unit,
        '' as carried_property
    from retention_events

),

lines as (

    select * from funnel_lines
    union all
    select * from retention_lines

),

-- the set of names that some line is about; all other events go by the empty name, which
-- no event has, so that a rule for any event joins by name as well
event_names as (

    select distinct event_name
    from lines
    where event_name is not null
    union all
    select '' as event_name

),

final as (

    select
        lines.family,
        lines.definition_name,
        lines.role,
        lines.rule_number,
        lines.line,
        event_names.event_name,
        coalesce(lines.event_name, '') as alternative,
        lines.property,
        lines.operator,
        lines.value,
        lines.condition_count,
        lines.span,
        lines.unit,
        lines.carried_property,
        lines.property is null
        and lines.carried_property = ''
        and count(*) over (
            partition by
                lines.family,
                lines.definition_name,
                lines.role,
                lines.rule_number,
                event_names.event_name
        ) = 1 as is_decided_by_name
    from lines
    inner join event_names
        on
            lines.event_name = event_names.event_name
            or lines.event_name is null

)

select * from final
