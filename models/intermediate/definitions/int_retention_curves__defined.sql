with

final as (

    select
        retention_name,
        start_event,
        return_event,
        period,
        period_count,
        cohort_rule,
        clock,
        match
    from {{ ref('retention_curves') }}

)

select * from final
