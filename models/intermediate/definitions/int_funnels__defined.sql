with

step_counts as (

    select
        funnel_name,
        max(case when is_exclusion then 0 else rule_number end) as step_count,
        max(case when is_exclusion then rule_number else 0 end) as exclusion_count
    from {{ ref('int_funnel_steps__defined') }}
    group by funnel_name

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
        coalesce(funnels.breakdown, '') as breakdown,
        funnels.breakdown_attribution,
        funnels.breakdown_step,
        step_counts.step_count,
        step_counts.exclusion_count
    from {{ ref('funnels') }} as funnels
    inner join step_counts
        on funnels.funnel_name = step_counts.funnel_name

)

select * from final
