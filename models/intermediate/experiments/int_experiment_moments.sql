with

units as (

    select
        units.experiment_name,
        units.metric_name,
        units.variant,
        units.value,
        units.denominator,
        units.pre_value,
        units.pre_denominator
    from {{ ref('int_experiment_values') }} as units
    inner join {{ ref('int_experiment_arms') }} as arms
        on
            units.experiment_name = arms.experiment_name
            and units.variant = arms.variant

),

-- sums are of decimals, so that the order of the rows cannot show
pre_means as (

    select
        experiment_name,
        metric_name,
        coalesce(cast(sum(pre_value) as double) / nullif(count(pre_value), 0), 0)
            as pre_value_mean,
        coalesce(cast(sum(pre_denominator) as double) / nullif(count(pre_value), 0), 0)
            as pre_denominator_mean
    from units
    group by
        experiment_name,
        metric_name

),

-- who had no period gets the mean of the others
filled as (

    select
        units.experiment_name,
        units.metric_name,
        units.variant,
        cast(units.value as double) as value,
        cast(units.denominator as double) as denominator,
        coalesce(cast(units.pre_value as double), others.pre_value_mean) as pre_value,
        coalesce(cast(units.pre_denominator as double), others.pre_denominator_mean)
            as pre_denominator
    from units
    inner join pre_means as others
        on
            units.experiment_name = others.experiment_name
            and units.metric_name = others.metric_name

),

means as (

    select
        units.experiment_name,
        units.metric_name,
        units.variant,
        count(*) as units,
        cast(sum(units.value) as double) as value_total,
        cast(sum(units.denominator) as double) as denominator_total,
        cast(sum(units.value) as double) / count(*) as value_mean,
        cast(sum(units.denominator) as double) / count(*) as denominator_mean,
        (
            coalesce(cast(sum(units.pre_value) as double), 0)
            + (count(*) - count(units.pre_value)) * max(others.pre_value_mean)
        ) / count(*) as pre_value_mean,
        (
            coalesce(cast(sum(units.pre_denominator) as double), 0)
            + (count(*) - count(units.pre_value)) * max(others.pre_denominator_mean)
        ) / count(*) as pre_denominator_mean
    from units
    inner join pre_means as others
        on
            units.experiment_name = others.experiment_name
            and units.metric_name = others.metric_name
    group by
        units.experiment_name,
        units.metric_name,
        units.variant

),

deviations as (

    select
        filled.experiment_name,
        filled.metric_name,
        filled.variant,
        filled.value,
        filled.value - means.value_mean as value_deviation,
        filled.denominator,
        filled.denominator - means.denominator_mean as denominator_deviation,
        filled.pre_value,
        filled.pre_value - means.pre_value_mean as pre_value_deviation,
        filled.pre_denominator,
        filled.pre_denominator - means.pre_denominator_mean as pre_denominator_deviation
    from filled
    inner join means
        on
            filled.experiment_name = means.experiment_name
            and filled.metric_name = means.metric_name
            and filled.variant = means.variant

),

spreads as (

    select
        experiment_name,
        metric_name,
        variant,
        {{ spread_of('value') }} as value_spread,
        {{ spread_of('denominator') }} as denominator_spread,
        {{ spread_of('pre_value') }} as pre_value_spread,
        {{ spread_of('pre_denominator') }} as pre_denominator_spread
    from deviations
    group by
        experiment_name,
        metric_name,
        variant

),

with_spreads as (

    select
        deviations.experiment_name,
        deviations.metric_name,
        deviations.variant,
        deviations.value_deviation,
        spreads.value_spread,
        deviations.denominator_deviation,
        spreads.denominator_spread,
        deviations.pre_value_deviation,
        spreads.pre_value_spread,
        deviations.pre_denominator_deviation,
        spreads.pre_denominator_spread
    from deviations
    inner join spreads
        on
            deviations.experiment_name = spreads.experiment_name
            and deviations.metric_name = spreads.metric_name
            and deviations.variant = spreads.variant

),

products as (

    select
        experiment_name,
        metric_name,
        variant,
        {{ sum_of_products('value', 'value') }}
            as value_by_value,
        {{ sum_of_products('value', 'denominator') }}
            as value_by_denominator,
        {{ sum_of_products('value', 'pre_value') }}
            as value_by_pre_value,
        {{ sum_of_products('value', 'pre_denominator') }}
            as value_by_pre_denominator,
        {{ sum_of_products('denominator', 'denominator') }}
            as denominator_by_denominator,
        {{ sum_of_products('denominator', 'pre_value') }}
            as denominator_by_pre_value,
        {{ sum_of_products('denominator', 'pre_denominator') }}
            as denominator_by_pre_denominator,
        {{ sum_of_products('pre_value', 'pre_value') }}
            as pre_value_by_pre_value,
        {{ sum_of_products('pre_value', 'pre_denominator') }}
            as pre_value_by_pre_denominator,
        {{ sum_of_products('pre_denominator', 'pre_denominator') }}
            as pre_denominator_by_pre_denominator
    from with_spreads
    group by
        experiment_name,
        metric_name,
        variant

),

final as (

    select
        arms.experiment_name,
        metrics.metric_name,
        arms.variant,
        arms.is_control,
        metrics.kind,
        coalesce(means.units, 0) as units,
        coalesce(means.value_total, 0) as value_total,
        coalesce(means.denominator_total, 0) as denominator_total,
        means.value_mean,
        means.denominator_mean,
        means.pre_value_mean,
        means.pre_denominator_mean,
        products.value_by_value,
        products.value_by_denominator,
        products.value_by_pre_value,
        products.value_by_pre_denominator,
        products.denominator_by_denominator,
        products.denominator_by_pre_value,
        products.denominator_by_pre_denominator,
        products.pre_value_by_pre_value,
        products.pre_value_by_pre_denominator,
        products.pre_denominator_by_pre_denominator
    from {{ ref('int_experiment_arms') }} as arms
    inner join {{ ref('experiment_metrics') }} as metrics
        on arms.experiment_name = metrics.experiment_name
    left join means
        on
            arms.experiment_name = means.experiment_name
            and metrics.metric_name = means.metric_name
            and arms.variant = means.variant
    left join products
        on
            arms.experiment_name = products.experiment_name
            and metrics.metric_name = products.metric_name
            and arms.variant = products.variant

)

select * from final
