with

final as (

    select
        'funnel' as family,
        steps.funnel_name as definition_name,
        'entry' as role,
        cast(1 as bigint) as rule_number,
        cast(null as bigint) as line,
        min(steps.spelled_name) as spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        cast(null as {{ dbt.type_string() }}) as operator,
        cast(null as {{ dbt.type_string() }}) as value,
        cast(null as {{ dbt.type_string() }}) as span,
        funnels.unit,
        cast(null as {{ dbt.type_string() }}) as carried_property
    from {{ ref('int_funnel_steps__defined') }} as steps
    inner join {{ ref('int_funnels__defined') }} as funnels
        on steps.funnel_name = funnels.funnel_name
    where
        funnels.entry_rule = 'first_ever'
        and steps.rule_number = 1
        and not steps.is_exclusion
    group by
        steps.funnel_name,
        steps.event_name,
        funnels.unit

)

select * from final
