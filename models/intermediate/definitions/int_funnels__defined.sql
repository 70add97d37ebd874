-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ seed_text('funnel_name') }} as funnel_name,
        lower({{ seed_text('step_order') }}) as step_order,
        {{ whole_number(seed_text('window_seconds')) }} as window_seconds,
        lower({{ seed_text('unit') }}) as unit,
        lower({{ seed_text('exclusion_rule') }}) as exclusion_rule,
        {{ seed_text('breakdown') }} as breakdown,
        lower({{ seed_text('breakdown_attribution') }}) as breakdown_attribution,
        {{ whole_number(seed_text('breakdown_step')) }} as breakdown_step
    from {{ ref('funnels') }}

),

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
        source.funnel_name,
        coalesce(source.step_order, 'ordered') as step_order,
        -- fourteen days when nothing, nought or a negative number is given
        case
            when source.window_seconds > 0 then source.window_seconds
            else 1209600
        end as window_seconds,
        coalesce(source.unit, 'person') as unit,
        coalesce(source.exclusion_rule, 'keep_earlier_steps') as exclusion_rule,
        coalesce(source.breakdown, '') as breakdown,
        coalesce(source.breakdown_attribution, 'first_touch') as breakdown_attribution,
        source.breakdown_step,
        step_counts.step_count,
        step_counts.exclusion_count
    from source
    inner join step_counts
        on source.funnel_name = step_counts.funnel_name

)

select * from final
