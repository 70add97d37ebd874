with

samples as (

    select *
    from {{ ref('int_experiment_samples') }}

),

modes as (

    select
        experiment_name,
        metric_name,
        false as is_cuped
    from {{ ref('experiment_metrics') }}
    union all
    select
        experiment_name,
        metric_name,
        true as is_cuped
    from {{ ref('experiment_metrics') }}
    where cuped_days is not null

),

-- 0 without CUPED, and where the period before tells nothing: what lies below the
-- threshold is what the digits of the means lack
thetas as (

    select
        samples.experiment_name,
        samples.metric_name,
        samples.variant,
        samples.units,
        modes.is_cuped,
        case
            when
                modes.is_cuped
                and samples.pre_variance > 1e-20 * samples.pre_mean * samples.pre_mean
                then samples.covariance / samples.pre_variance
            else 0
        end as theta
    from samples
    inner join modes
        on
            samples.experiment_name = modes.experiment_name
            and samples.metric_name = modes.metric_name
    where samples.is_joint

),

adjusted as (

    select
        thetas.experiment_name,
        thetas.metric_name,
        thetas.variant,
        thetas.is_cuped,
        thetas.units,
        thetas.theta,
        samples.is_control,
        samples.units as arm_units,
        samples.mean,
        samples.mean - thetas.theta * samples.pre_mean as adjusted_mean,
        samples.numerator_variance,
        samples.variance
        + thetas.theta * thetas.theta * samples.pre_variance
        - 2 * thetas.theta * samples.covariance as variance
    from thetas
    inner join samples
        on
            thetas.experiment_name = samples.experiment_name
            and thetas.metric_name = samples.metric_name
            and (samples.is_control or thetas.variant = samples.variant)
    where not samples.is_joint

),

-- null when values do not vary, beyond what their digits lack: there is nothing to test
with_errors as (

    select
        *,
        case
            when variance > 1e-12 * numerator_variance then variance / arm_units
        end as squared_error
    from adjusted

),

final as (

    select
        variants.experiment_name,
        variants.metric_name,
        variants.variant,
        variants.is_cuped,
        variants.units,
        variants.theta,
        controls.mean as control_mean,
        variants.mean as variant_mean,
        variants.adjusted_mean - controls.adjusted_mean as lift,
        controls.squared_error as control_squared_error,
        variants.squared_error as variant_squared_error,
        -- Welch and Satterthwaite
        power(controls.squared_error + variants.squared_error, 2) / (
            power(controls.squared_error, 2) / (controls.arm_units - 1)
            + power(variants.squared_error, 2) / (variants.arm_units - 1)
        ) as degrees_of_freedom
    from with_errors as variants
    inner join with_errors as controls
        on
            variants.experiment_name = controls.experiment_name
            and variants.metric_name = controls.metric_name
            and variants.variant = controls.variant
            and variants.is_cuped = controls.is_cuped
    where
        not variants.is_control
        and controls.is_control

)

select * from final
