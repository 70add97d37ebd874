with

-- the set of measures, whichever profiles they are for
measures as (

    select distinct
        measure_key,
        kind,
        counts_any_event,
        is_share_of_all
    from {{ ref('int_health_measures__defined') }}
    where counts_events

),

matched as (

    select
        measure_key,
        role,
        account_id,
        event_date,
        person_id,
        carried_value,
        events
    from {{ ref('int_health_days') }}

),

days as (

    select
        account_id,
        event_date,
        person_id,
        event_count as events
    from {{ ref('fct_active_days') }}
    where not is_bot and account_id is not null

),

counted as (

    select
        measures.measure_key,
        measures.kind,
        matched.account_id,
        matched.event_date as fact_date,
        matched.person_id,
        nullif(matched.carried_value, '') as carried_value,
        case when matched.role = 'event' then matched.events else 0 end as amount,
        case when matched.role = 'base' then matched.events else 0 end as base
    from measures
    inner join matched on measures.measure_key = matched.measure_key
    union all
    select
        measures.measure_key,
        measures.kind,
        days.account_id,
        days.event_date as fact_date,
        days.person_id,
        cast(null as {{ dbt.type_string() }}) as carried_value,
        case when measures.counts_any_event then days.events else 0 end as amount,
        case when measures.is_share_of_all then days.events else 0 end as base
    from measures
    cross join days
    where measures.counts_any_event or measures.is_share_of_all

),

final as (

    select
        measure_key,
        account_id,
        fact_date,
        case kind
            when 'active_days' then cast(fact_date as {{ dbt.type_string() }})
            when 'distinct_values' then carried_value
            else person_id
        end as item,
        cast(sum(amount) as bigint) as amount,
        cast(sum(base) as bigint) as base
    from counted
    group by
        measure_key,
        account_id,
        fact_date,
        case kind
            when 'active_days' then cast(fact_date as {{ dbt.type_string() }})
            when 'distinct_values' then carried_value
            else person_id
        end

)

select * from final
