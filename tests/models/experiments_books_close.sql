-- The closing identities of experiments: each exposed person is in an arm, in two
-- variants or in no arm; every metric of a definition has its control; means, lifts,
-- intervals and p-values say the same.
with

exposed as (

    select
        experiment_name,
        count(*) as persons
    from {{ ref('int_experiment_exposures') }}
    group by experiment_name

),

arms as (

    select
        experiment_name,
        sum(units) + max(units_in_two_variants) + max(units_in_no_arm) as persons
    from {{ ref('int_experiment_arms') }}
    group by experiment_name

),

results as (

    select
        experiment_name,
        metric_name,
        variant,
        is_control,
        units,
        value,
        denominator,
        mean,
        lift_absolute,
        lift_relative,
        ci_low,
        ci_high,
        p_value,
        max(case when is_control then mean end) over (
            partition by experiment_name, metric_name
        ) as control_mean
    from {{ ref('experiment_results') }}

),

controls as (

    select
        metrics.experiment_name,
        metrics.metric_name,
        count(results.variant) as controls
    from {{ ref('experiment_metrics') }} as metrics
    left join results
        on
            metrics.experiment_name = results.experiment_name
            and metrics.metric_name = results.metric_name
            and results.is_control
    group by
        metrics.experiment_name,
        metrics.metric_name

),

checked as (

    select
        results.*,
        case
            when metrics.kind <> 'ratio' and results.denominator <> results.units
                then 'the denominator is not the persons'
            when metrics.kind = 'proportion' and results.value > results.units
                then 'more persons with the event than there are'
            when
                abs(results.mean * results.denominator - results.value)
                > 1e-9 * abs(results.value)
                then 'the mean is not the value by the denominator'
            when
                abs(results.mean - results.control_mean - results.lift_absolute)
                > 1e-9 * (abs(results.mean) + abs(results.control_mean))
                then 'the lift is not the difference of the means'
            when
                abs(
                    results.lift_relative * abs(results.control_mean)
                    - results.lift_absolute
                ) > 1e-9 * (abs(results.mean) + abs(results.control_mean))
                then 'the relative lift is not the absolute one by the control'
            when not results.lift_absolute between results.ci_low and results.ci_high
                then 'the lift is outside of its interval'
            when
                (results.p_value < experiments.alpha)
                <> (results.ci_low > 0 or results.ci_high < 0)
                and abs(results.p_value - experiments.alpha) > 1e-9
                then 'the p-value and the interval disagree'
        end as problem
    from results
    inner join {{ ref('experiments') }} as experiments
        on results.experiment_name = experiments.experiment_name
    inner join {{ ref('experiment_metrics') }} as metrics
        on
            results.experiment_name = metrics.experiment_name
            and results.metric_name = metrics.metric_name

),

problems as (

    select
        experiment_name,
        metric_name,
        variant,
        problem
    from checked
    where problem is not null
    union all
    select
        experiment_name,
        metric_name,
        cast(null as {{ dbt.type_string() }}) as variant,
        'a metric has not one control' as problem
    from controls
    where controls <> 1
    union all
    select
        exposed.experiment_name,
        cast(null as {{ dbt.type_string() }}) as metric_name,
        cast(null as {{ dbt.type_string() }}) as variant,
        'persons exposed are not those of the arms' as problem
    from exposed
    left join arms on exposed.experiment_name = arms.experiment_name
    where coalesce(arms.persons, 0) <> exposed.persons

)

select * from problems
