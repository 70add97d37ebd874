with

units as (

    select
        lifecycle_name,
        unit_id,
        anchor_period,
        {{ start_of_period("'day'", utc_to_local('anchored_at')) }} as anchor_day
    from {{ ref('int_lifecycle_units') }}

),

-- the set of days on which each unit was active
active_days as (

    select distinct
        definition_name as lifecycle_name,
        unit_id,
        {{ start_of_period("'day'", 'span_start') }} as active_day
    from {{ ref('int_active_spans') }}
    where family = 'lifecycle'

),

returned as (

    select
        units.lifecycle_name,
        units.anchor_period,
        {{ periods_between("'day'", 'units.anchor_day', 'days.active_day') }} as age
    from units
    inner join active_days as days
        on
            units.lifecycle_name = days.lifecycle_name
            and units.unit_id = days.unit_id

),

returned_counts as (

    select
        lifecycle_name,
        anchor_period,
        sum(case when age = 1 then 1 else 0 end) as units_on_day_1,
        sum(case when age = 7 then 1 else 0 end) as units_on_day_7,
        sum(case when age = 30 then 1 else 0 end) as units_on_day_30
    from returned
    group by
        lifecycle_name,
        anchor_period

),

anchored as (

    select
        lifecycle_name,
        anchor_period,
        count(*) as anchored_units
    from units
    group by
        lifecycle_name,
        anchor_period

),

final as (

    select
        anchored.lifecycle_name,
        anchored.anchor_period,
        anchored.anchored_units,
        coalesce(returned_counts.units_on_day_1, 0) as units_on_day_1,
        coalesce(returned_counts.units_on_day_7, 0) as units_on_day_7,
        coalesce(returned_counts.units_on_day_30, 0) as units_on_day_30
    from anchored
    left join returned_counts
        on
            anchored.lifecycle_name = returned_counts.lifecycle_name
            and anchored.anchor_period = returned_counts.anchor_period

)

select * from final
