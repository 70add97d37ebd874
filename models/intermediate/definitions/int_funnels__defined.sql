with

names as (

    select
        funnel_name,
        -- a blank name is that of any event
        coalesce(event_name, '') as event_name,
        max(case when is_exclusion then 0 else rule_number end) as last_step,
        max(case when is_exclusion then rule_number else 0 end) as last_exclusion,
        min(rule_number) < max(rule_number) as is_of_several_rules
    from {{ ref('int_funnel_steps__defined') }}
    group by
        funnel_name,
        coalesce(event_name, '')

),

step_counts as (

    select
        funnel_name,
        max(last_step) as step_count,
        max(last_exclusion) as exclusion_count,
        max(last_step) > 1 and min(event_name) = '' as has_step_of_any_event,
        bool_or(is_of_several_rules) as has_shared_names
    from names
    group by funnel_name

),

-- a breakdown may use any name that the aliases know for every source
property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

final as (

    select
        funnels.funnel_name,
        funnels.step_order,
        -- as when blank, where zero or a negative number is given
        case
            when funnels.window_seconds > 0 then funnels.window_seconds
            else 1209600
        end as window_seconds,
        funnels.unit,
        funnels.exclusion_rule,
        coalesce(property_aliases.property, funnels.breakdown, '') as breakdown,
        funnels.breakdown_attribution,
        funnels.breakdown_step,
        step_counts.step_count,
        step_counts.exclusion_count,
        funnels.step_order = 'ordered'
        and step_counts.exclusion_count = 0
        and not step_counts.has_shared_names
        and not step_counts.has_step_of_any_event as is_decided_by_time
    from {{ ref('funnels') }} as funnels
    inner join step_counts
        on funnels.funnel_name = step_counts.funnel_name
    left join property_aliases on funnels.breakdown = property_aliases.raw_name

)

select * from final
