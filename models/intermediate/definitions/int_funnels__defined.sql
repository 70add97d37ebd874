with

names as (

    select
        funnel_name,
        -- a blank name is that of any event, and so is a star
        coalesce(nullif(event_name, '*'), '') as event_name,
        max(case when is_exclusion then 0 else rule_number end) as last_step,
        max(case when is_exclusion then rule_number else 0 end) as last_exclusion,
        min(rule_number) < max(rule_number) as is_of_several_rules
    from {{ ref('int_funnel_steps__defined') }}
    group by
        funnel_name,
        coalesce(nullif(event_name, '*'), '')

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

-- keys of a breakdown are joined by a plus sign
funnels as (

    select
        *,
        '|' || coalesce(strictness, '') || '|' as strict_words,
        {{ property_name_of("trim(split_part(breakdown, '+', 1))") }} as first_key,
        {{ property_name_of("trim(split_part(breakdown, '+', 2))") }} as second_key,
        {{ property_name_of("trim(split_part(breakdown, '+', 3))") }} as third_key
    from {{ ref('funnels') }}

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
        coalesce(first_aliases.property, funnels.first_key, '') as breakdown,
        coalesce(second_aliases.property, funnels.second_key, '') as second_breakdown,
        coalesce(third_aliases.property, funnels.third_key, '') as third_breakdown,
        funnels.breakdown_attribution,
        funnels.breakdown_step,
        coalesce(funnels.entry_rule, 'best_attempt') as entry_rule,
        coalesce(funnels.counting, 'units') as counting,
        instr(funnels.strict_words, '|no_repeat|') > 0 as ends_at_repeats,
        instr(funnels.strict_words, '|no_foreign|') > 0 as ends_at_foreign,
        instr(funnels.strict_words, '|increasing|') > 0 as is_increasing,
        coalesce(funnels.grace_seconds, 0) as grace_seconds,
        coalesce(held_aliases.property, funnels.hold_constant, '') as hold_constant,
        funnels.segment_name,
        coalesce(funnels.trend_interval, 'day') as trend_interval,
        step_counts.step_count,
        step_counts.exclusion_count,
        funnels.step_order = 'ordered'
        and step_counts.exclusion_count = 0
        and not step_counts.has_shared_names
        and not step_counts.has_step_of_any_event
        and coalesce(funnels.entry_rule, 'best_attempt') = 'best_attempt'
        and coalesce(funnels.counting, 'units') = 'units'
        and coalesce(funnels.strictness, 'once') = 'once'
        and coalesce(funnels.grace_seconds, 0) = 0
        and coalesce(funnels.hold_constant, '') = '' as is_decided_by_time
    from funnels
    inner join step_counts
        on funnels.funnel_name = step_counts.funnel_name
    left join property_aliases as first_aliases
        on funnels.first_key = first_aliases.raw_name
    left join property_aliases as second_aliases
        on funnels.second_key = second_aliases.raw_name
    left join property_aliases as third_aliases
        on funnels.third_key = third_aliases.raw_name
    left join property_aliases as held_aliases
        on funnels.hold_constant = held_aliases.raw_name

)

select * from final
