with

arms as (

    select
        experiment_name,
        variant,
        units,
        units_in_two_variants,
        units_in_no_arm,
        weight / cast(
            nullif(
                sum(cast(weight as decimal(38, 12))) over (partition by experiment_name),
                0
            ) as double
        ) * sum(units) over (partition by experiment_name) as expected_units
    from {{ ref('int_experiment_arms') }}

),

-- goodness of fit; the sum is of decimals, so that the order of the arms cannot show
fits as (

    select
        experiment_name,
        cast(sum(cast(
            power(units - expected_units, 2) / nullif(expected_units, 0)
            as decimal(38, 15)
        )) as double) as chi_square,
        nullif(count(*) - 1, 0) as degrees_of_freedom
    from arms
    group by experiment_name

),

ratios as (

    select
        experiment_name,
        -- the linter knows no lambda of two words, which is what these distributions are
        {{ chi_square_p_value('chi_square', 'degrees_of_freedom') }}  -- noqa: PRS,LT02
            as srm_p_value
    from fits

),

results as (

    select
        experiment_name,
        metric_name,
        variant,
        is_control,
        kind,
        units,
        mean,
        variance,
        max(case when is_control then units end) over metric as control_units,
        max(case when is_control then mean end) over metric as control_mean
    from {{ ref('int_experiment_samples') }}
    where not is_joint
    window metric as (partition by experiment_name, metric_name)

),

-- of proportions alone
pooled as (

    select
        *,
        case
            when kind = 'proportion' and not is_control
                then
                    (units * mean + control_units * control_mean)
                    / nullif(units + control_units, 0)
        end as pooled_mean
    from results

),

scored as (

    select
        *,
        (mean - control_mean) / nullif(
            sqrt(
                pooled_mean * (1 - pooled_mean)
                * (1.0 / nullif(units, 0) + 1.0 / nullif(control_units, 0))
            ), 0
        ) as pooled_z
    from pooled

)

select
    scored.experiment_name,
    scored.metric_name,
    scored.variant,
    scored.is_control,
    scored.units,
    moments.value_total as value,
    moments.denominator_total as denominator,
    scored.mean,
    case when scored.units > 1 then sqrt(scored.variance) end as stddev,
    absolute.lift as lift_absolute,
    relative.lift as lift_relative,
    absolute.ci_low,
    absolute.ci_high,
    absolute.p_value,
    scored.pooled_z,
    {{ normal_p_value('scored.pooled_z') }} as pooled_p_value,  -- noqa: PRS,LT02
    contrasts.theta as cuped_theta,
    ratios.srm_p_value,
    arms.units_in_two_variants,
    coalesce(ratios.srm_p_value < 0.001, false) or arms.units_in_no_arm > 0
        as is_srm_alarm
from scored
inner join arms
    on
        scored.experiment_name = arms.experiment_name
        and scored.variant = arms.variant
inner join {{ ref('int_experiment_moments') }} as moments
    on
        scored.experiment_name = moments.experiment_name
        and scored.metric_name = moments.metric_name
        and scored.variant = moments.variant
inner join ratios
    on scored.experiment_name = ratios.experiment_name
left join {{ ref('experiment_lifts') }} as absolute
    on
        scored.experiment_name = absolute.experiment_name
        and scored.metric_name = absolute.metric_name
        and scored.variant = absolute.variant
        and absolute.difference = 'absolute'
        and not absolute.is_cuped
left join {{ ref('experiment_lifts') }} as relative
    on
        scored.experiment_name = relative.experiment_name
        and scored.metric_name = relative.metric_name
        and scored.variant = relative.variant
        and relative.difference = 'relative'
        and not relative.is_cuped
left join {{ ref('int_experiment_contrasts') }} as contrasts
    on
        scored.experiment_name = contrasts.experiment_name
        and scored.metric_name = contrasts.metric_name
        and scored.variant = contrasts.variant
        and contrasts.is_cuped
