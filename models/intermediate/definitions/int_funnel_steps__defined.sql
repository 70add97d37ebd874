with

source as (

    select
        line,
        funnel_name,
        step_number,
        step_name,
        event_name as spelled_name,
        property,
        operator,
        value,
        is_exclusion,
        exclude_after_step,
        exclude_before_step
    from {{ ref('funnel_steps') }}

),

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

named as (

    select
        source.line,
        source.funnel_name,
        source.step_number,
        source.step_name,
        source.spelled_name,
        coalesce(aliases.event_name, source.spelled_name) as event_name,
        coalesce(property_aliases.property, source.property) as property,
        source.operator,
        source.value,
        source.is_exclusion,
        source.exclude_after_step,
        source.exclude_before_step
    from source
    left join aliases on source.spelled_name = aliases.spelled_name
    left join property_aliases on source.property = property_aliases.raw_name

),

numbered as (

    select
        line,
        funnel_name,
        is_exclusion,
        -- exclusions have no number of their own: rows with the same bounds, number and
        -- name are one exclusion
        case
            when is_exclusion
                then
                    dense_rank() over (
                        partition by funnel_name, is_exclusion
                        order by
                            exclude_after_step,
                            exclude_before_step,
                            coalesce(step_number, 0),
                            coalesce(step_name, '')
                    )
            else step_number
        end as rule_number,
        step_name,
        spelled_name,
        event_name,
        property,
        operator,
        value,
        case when is_exclusion then exclude_after_step end as exclude_after_step,
        case when is_exclusion then exclude_before_step end as exclude_before_step
    from named

),

final as (

    select
        line,
        funnel_name,
        is_exclusion,
        cast(rule_number as bigint) as rule_number,
        -- several rows of one step share the first name that one of them gives
        coalesce(
            min(step_name) over (partition by funnel_name, is_exclusion, rule_number),
            min(nullif(event_name, '*')) over (
                partition by funnel_name, is_exclusion, rule_number
            ),
            'any event'
        ) as step_name,
        spelled_name,
        event_name,
        property,
        operator,
        value,
        exclude_after_step,
        exclude_before_step
    from numbered

)

select * from final
