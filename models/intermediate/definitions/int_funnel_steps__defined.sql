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

named as (

    select
        source.*,
        coalesce(aliases.event_name, source.spelled_name) as event_name
    from source
    left join aliases on source.spelled_name = aliases.spelled_name

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
            min(event_name) over (partition by funnel_name, is_exclusion, rule_number),
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
