with

contrasts as (

    select
        contrasts.*,
        experiments.alpha,
        experiments.sequential_tuning
    from {{ ref('int_experiment_contrasts') }} as contrasts
    inner join {{ ref('experiments') }} as experiments
        on contrasts.experiment_name = experiments.experiment_name

),

-- of a relative lift, the control in the denominator varies, too: the delta method
differences as (

    select
        experiment_name,
        metric_name,
        variant,
        'absolute' as difference,
        is_cuped,
        lift,
        sqrt(variant_squared_error + control_squared_error) as standard_error,
        degrees_of_freedom,
        units,
        alpha,
        sequential_tuning
    from contrasts
    union all
    select
        experiment_name,
        metric_name,
        variant,
        'relative' as difference,
        is_cuped,
        lift / abs(nullif(control_mean, 0)) as lift,
        sqrt(
            variant_squared_error
            + control_squared_error * power(variant_mean / nullif(control_mean, 0), 2)
        ) / abs(nullif(control_mean, 0)) as standard_error,
        degrees_of_freedom,
        units,
        alpha,
        sequential_tuning
    from contrasts

),

tested as (

    select
        *,
        lift / standard_error as statistic,
        -- the linter knows no lambda of two words, which is what these distributions are
        {{ student_critical_value('alpha', 'degrees_of_freedom') }}  -- noqa: PRS
            * standard_error as half_width,
        -- the interval is the narrowest where the units are those that it is tuned to
        (-2 * ln(alpha) + ln(-2 * ln(alpha) + 1)) / sequential_tuning * units
            as tuned_units
    from differences

),

bounded as (

    select
        *,
        -- an interval that holds at every look (asymptotic confidence sequence)
        standard_error * sqrt(
            2 * (tuned_units + 1) * ln(sqrt(tuned_units + 1) / alpha)
            / nullif(tuned_units, 0)
        ) as sequential_half_width
    from tested

)

select
    experiment_name,
    metric_name,
    variant,
    difference,
    is_cuped,
    lift,
    standard_error,
    lift - half_width as ci_low,
    lift + half_width as ci_high,
    {{ student_p_value('statistic', 'degrees_of_freedom') }} as p_value,  -- noqa: PRS,LT02
    lift - sequential_half_width as sequential_ci_low,
    lift + sequential_half_width as sequential_ci_high
from bounded
