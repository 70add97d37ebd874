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

final as (

    select
        lines.*,
        -- what only funnels carry
        funnels.second_breakdown as second_property,
        funnels.third_breakdown as third_property,
        funnels.hold_constant as held_property
    from lines
    left join funnels
        on
            lines.family = 'funnel'
            and lines.role not in ('entry', 'place')
            and lines.definition_name = funnels.funnel_name

)

select * from final
