with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

states as (

    select 'new' as state
    union all
    select 'returning' as state
    union all
    select 'resurrecting' as state
    union all
    select 'dormant' as state

),

counted as (

    select
        lifecycle_name,
        period_start,
        state,
        count(*) as units
    from {{ ref('int_lifecycle_states') }}
    group by
        lifecycle_name,
        period_start,
        state

),

first_periods as (

    select
        lifecycle_name,
        min(anchor_period) as first_period
    from {{ ref('int_lifecycle_units') }}
    group by lifecycle_name

),

definitions as (

    select
        asked.lifecycle_name,
        asked.interval as period,
        first_periods.first_period,
        {{ start_of_period('asked.interval', utc_to_local('as_of.as_of')) }}
            as last_period,
        as_of.as_of
    from {{ ref('lifecycle_definitions') }} as asked
    cross join as_of
    left join first_periods
        on asked.lifecycle_name = first_periods.lifecycle_name

),

-- where no unit begins, the period of as_of alone
numbered as (

    select
        lifecycle_name,
        period,
        coalesce(first_period, last_period) as first_period,
        as_of,
        {{ each_number_to(
            'coalesce(' ~ periods_between('period', 'first_period', 'last_period')
            ~ ', case when last_period is not null then 0 end)'
        ) }} as number
    from definitions

),

periods as (

    select
        lifecycle_name,
        {{ add_periods('period', 'first_period', 'number') }} as period_start,
        {{ local_to_utc(add_periods('period', 'first_period', 'number + 1')) }} <= as_of
            as is_complete
    from numbered

),

-- who was active in the period before may still come in an open one
final as (

    select
        periods.lifecycle_name,
        periods.period_start,
        states.state,
        case
            when states.state <> 'dormant' or periods.is_complete
                then cast(coalesce(counted.units, 0) as bigint)
        end as units,
        periods.is_complete
    from periods
    cross join states
    left join counted
        on
            periods.lifecycle_name = counted.lifecycle_name
            and periods.period_start = counted.period_start
            and states.state = counted.state

)

select
    lifecycle_name,
    period_start,
    state,
    units,
    is_complete
from final
