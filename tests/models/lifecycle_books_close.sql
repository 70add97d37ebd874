-- Lifecycles balance: who was active before is active now or dormant, who is active now
-- was active before, is new or came back; no more units are new than begin; rates are
-- shares.
with

periods as (

    select
        lifecycle_name,
        period_start,
        is_complete,
        count(*) as state_count,
        sum(case when state = 'new' then units else 0 end) as new_units,
        sum(case when state = 'returning' then units else 0 end) as returning_units,
        sum(case when state = 'resurrecting' then units else 0 end)
            as resurrecting_units,
        sum(case when state = 'dormant' then units end) as dormant_units
    from {{ ref('lifecycle_periods') }}
    group by
        lifecycle_name,
        period_start,
        is_complete

),

-- counted again, from the activity itself
active as (

    select
        asked.lifecycle_name,
        {{ start_of_period('asked.interval', 'spans.span_start') }} as period_start,
        count(distinct spans.unit_id) as active_units
    from {{ ref('int_active_spans') }} as spans
    inner join {{ ref('lifecycle_definitions') }} as asked
        on spans.definition_name = asked.lifecycle_name
    where spans.family = 'lifecycle'
    group by
        asked.lifecycle_name,
        {{ start_of_period('asked.interval', 'spans.span_start') }}

),

rates as (

    select
        lifecycle_name,
        period_start,
        anchored_units,
        active_units,
        greatest(
            coalesce(day_1, 0),
            coalesce(day_7, 0),
            coalesce(day_30, 0),
            coalesce(churn_rate, 0),
            coalesce(resurrection_rate, 0)
        ) as largest_rate
    from {{ ref('retention_rates') }}

),

with_previous as (

    select
        periods.lifecycle_name,
        periods.period_start,
        periods.is_complete,
        periods.state_count,
        periods.new_units,
        periods.returning_units,
        periods.resurrecting_units,
        periods.dormant_units,
        coalesce(active.active_units, 0) as active_units,
        coalesce(lag(active.active_units) over in_order, 0) as active_before,
        rates.anchored_units,
        rates.active_units as rated_units,
        rates.largest_rate
    from periods
    left join active
        on
            periods.lifecycle_name = active.lifecycle_name
            and periods.period_start = active.period_start
    left join rates
        on
            periods.lifecycle_name = rates.lifecycle_name
            and periods.period_start = rates.period_start
    window in_order as (
        partition by periods.lifecycle_name order by periods.period_start
    )

),

problems as (

    select
        *,
        case
            when state_count <> 4 then 'a period has not four states'
            when new_units + returning_units + resurrecting_units <> active_units
                then 'the active states are not the active units'
            when returning_units + dormant_units <> active_before
                then 'returning and dormant are not those active before'
            when is_complete <> (dormant_units is not null)
                then 'dormant and completeness disagree'
            when rated_units is null or rated_units <> active_units
                then 'the rates are of other units'
            when new_units > anchored_units then 'more units are new than begin'
            when largest_rate > 1 then 'a rate is above 1'
        end as problem
    from with_previous

)

select * from problems
where problem is not null
