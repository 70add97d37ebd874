with

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

final as (

    select
        curves.retention_name,
        coalesce(starts.event_name, curves.start_event) as start_event,
        coalesce(returns.event_name, curves.return_event) as return_event,
        curves.period,
        curves.period_count,
        curves.cohort_rule,
        curves.clock,
        curves.match
    from {{ ref('retention_curves') }} as curves
    left join aliases as starts on curves.start_event = starts.spelled_name
    left join aliases as returns on curves.return_event = returns.spelled_name

)

select * from final
