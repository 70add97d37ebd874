with

experiments as (

    select
        experiment_name,
        control,
        weights
    from {{ ref('experiments') }}

),

exposures as (

    select
        experiment_name,
        variant,
        is_in_two_variants
    from {{ ref('int_experiment_exposures') }}

),

-- `control=1|green=1`, one row for each part; none where there are no weights
numbered as (

    select
        experiment_name,
        weights,
        {{ each_number_to("length(weights) - length(replace(weights, '|', ''))") }}
            as part_number
    from experiments

),

parts as (

    select
        experiment_name,
        trim(split_part(weights, '|', cast(part_number + 1 as int))) as part
    from numbered

),

-- a variant's name may hold the sign, its weight does not
planned as (

    select
        experiment_name,
        trim(left(part, length(part) - length(split_part(part, '=', -1)) - 1))
            as variant,
        cast(trim(split_part(part, '=', -1)) as double) as weight
    from parts

),

-- without weights, the arms are the control and what was seen; the set of these
seen as (

    select
        experiment_name,
        control as variant
    from experiments
    where weights is null
    union distinct
    select
        exposures.experiment_name,
        exposures.variant
    from exposures
    inner join experiments
        on exposures.experiment_name = experiments.experiment_name
    where
        experiments.weights is null
        and exposures.variant <> ''

),

arms as (

    select
        experiment_name,
        variant,
        weight
    from planned
    where weight > 0
    union all
    select
        experiment_name,
        variant,
        cast(1 as double) as weight
    from seen

),

counted as (

    select
        exposures.experiment_name,
        exposures.variant,
        arms.variant is not null as is_arm,
        sum(case when exposures.is_in_two_variants then 0 else 1 end) as units,
        sum(case when exposures.is_in_two_variants then 1 else 0 end)
            as units_in_two_variants
    from exposures
    left join arms
        on
            exposures.experiment_name = arms.experiment_name
            and exposures.variant = arms.variant
    group by
        exposures.experiment_name,
        exposures.variant,
        arms.variant is not null

),

totals as (

    select
        experiment_name,
        sum(units_in_two_variants) as units_in_two_variants,
        sum(case when is_arm then 0 else units end) as units_in_no_arm
    from counted
    group by experiment_name

),

final as (

    select
        arms.experiment_name,
        arms.variant,
        arms.variant = experiments.control as is_control,
        arms.weight,
        cast(coalesce(counted.units, 0) as bigint) as units,
        cast(coalesce(totals.units_in_two_variants, 0) as bigint)
            as units_in_two_variants,
        cast(coalesce(totals.units_in_no_arm, 0) as bigint) as units_in_no_arm
    from arms
    inner join experiments
        on arms.experiment_name = experiments.experiment_name
    left join counted
        on
            arms.experiment_name = counted.experiment_name
            and arms.variant = counted.variant
    left join totals
        on arms.experiment_name = totals.experiment_name

)

select * from final
