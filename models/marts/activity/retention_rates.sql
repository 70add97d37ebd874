with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

definitions as (

    select
        asked.lifecycle_name,
        asked.interval as period
    from {{ ref('lifecycle_definitions') }} as asked

),

cohorts as (

    select
        lifecycle_name,
        anchor_period,
        anchored_units,
        units_on_day_1,
        units_on_day_7,
        units_on_day_30
    from {{ ref('int_lifecycle_cohorts') }}

),

periods as (

    select
        lifecycle_name,
        period_start,
        is_complete,
        sum(case when state <> 'dormant' then units end) as active_units,
        sum(case when state = 'resurrecting' then units end) as resurrecting_units,
        sum(case when state = 'dormant' then units end) as dormant_units
    from {{ ref('lifecycle_periods') }}
    group by
        lifecycle_name,
        period_start,
        is_complete

),

with_previous as (

    select
        periods.lifecycle_name,
        periods.period_start,
        periods.is_complete,
        periods.resurrecting_units,
        periods.dormant_units,
        coalesce(cohorts.anchored_units, 0) as anchored_units,
        periods.active_units,
        lag(periods.active_units) over in_order as active_before,
        sum(coalesce(cohorts.anchored_units, 0)) over (
            partition by periods.lifecycle_name
            order by periods.period_start
            rows between unbounded preceding and 1 preceding
        ) as anchored_before,
        cohorts.units_on_day_1,
        cohorts.units_on_day_7,
        cohorts.units_on_day_30,
        -- an hour's units began on the day that the hour is of
        {{ start_of_period("'day'", add_periods(
            'definitions.period', 'periods.period_start', '1'
        ) ~ " - interval '1' second") }} as last_anchor_day
    from periods
    inner join definitions
        on periods.lifecycle_name = definitions.lifecycle_name
    left join cohorts
        on
            periods.lifecycle_name = cohorts.lifecycle_name
            and periods.period_start = cohorts.anchor_period
    window in_order as (
        partition by periods.lifecycle_name order by periods.period_start
    )

),

final as (

    select
        counted.lifecycle_name,
        counted.period_start,
        cast(counted.anchored_units as bigint) as anchored_units,
        cast(counted.active_units as bigint) as active_units,
        {% for days in [1, 7, 30] %}
        case
            when
                {{ local_to_utc(add_periods(
                    "'day'", 'counted.last_anchor_day', days + 1
                )) }} <= as_of.as_of
                then
                    cast(counted.units_on_day_{{ days }} as double)
                    / nullif(counted.anchored_units, 0)
        end as day_{{ days }},
        {% endfor %}
        cast(counted.dormant_units as double)
        / nullif(counted.active_before, 0) as churn_rate,
        cast(counted.resurrecting_units as double)
        / nullif(counted.anchored_before - counted.active_before, 0)
            as resurrection_rate,
        counted.is_complete
    from with_previous as counted
    cross join as_of

)

select
    lifecycle_name,
    period_start,
    anchored_units,
    active_units,
    day_1,
    day_7,
    day_30,
    churn_rate,
    resurrection_rate,
    is_complete
from final
