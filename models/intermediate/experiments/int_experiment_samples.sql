with

arms as (

    select *
    from {{ ref('int_experiment_moments') }}

),

-- the two arms of each comparison; the control is in all of them
pairs as (

    select
        variants.variant as compared_variant,
        arms.*
    from arms
    inner join {{ ref('int_experiment_arms') }} as variants
        on
            arms.experiment_name = variants.experiment_name
            and (arms.is_control or arms.variant = variants.variant)
    where not variants.is_control

),

with_joint_means as (

    select
        *,
        sum(units * value_mean) over pair / nullif(sum(units) over pair, 0)
            as value_joint_mean,
        sum(units * denominator_mean) over pair / nullif(sum(units) over pair, 0)
            as denominator_joint_mean,
        sum(units * pre_value_mean) over pair / nullif(sum(units) over pair, 0)
            as pre_value_joint_mean,
        sum(units * pre_denominator_mean) over pair / nullif(sum(units) over pair, 0)
            as pre_denominator_joint_mean
    from pairs
    window pair as (partition by experiment_name, metric_name, compared_variant)

),

samples as (

    select
        experiment_name,
        metric_name,
        variant,
        is_control,
        false as is_joint,
        kind,
        units,
        value_mean,
        denominator_mean,
        pre_value_mean,
        pre_denominator_mean,
        value_by_value,
        value_by_denominator,
        value_by_pre_value,
        value_by_pre_denominator,
        denominator_by_denominator,
        denominator_by_pre_value,
        denominator_by_pre_denominator,
        pre_value_by_pre_value,
        pre_value_by_pre_denominator,
        pre_denominator_by_pre_denominator
    from arms
    union all
    -- two arms or one: sums of doubles that are the same in any order
    select
        experiment_name,
        metric_name,
        compared_variant as variant,
        false as is_control,
        true as is_joint,
        kind,
        cast(sum(units) as bigint) as units,
        max(value_joint_mean) as value_mean,
        max(denominator_joint_mean) as denominator_mean,
        max(pre_value_joint_mean) as pre_value_mean,
        max(pre_denominator_joint_mean) as pre_denominator_mean,
        {{ joint_sum_of_products('value', 'value') }}
            as value_by_value,
        {{ joint_sum_of_products('value', 'denominator') }}
            as value_by_denominator,
        {{ joint_sum_of_products('value', 'pre_value') }}
            as value_by_pre_value,
        {{ joint_sum_of_products('value', 'pre_denominator') }}
            as value_by_pre_denominator,
        {{ joint_sum_of_products('denominator', 'denominator') }}
            as denominator_by_denominator,
        {{ joint_sum_of_products('denominator', 'pre_value') }}
            as denominator_by_pre_value,
        {{ joint_sum_of_products('denominator', 'pre_denominator') }}
            as denominator_by_pre_denominator,
        {{ joint_sum_of_products('pre_value', 'pre_value') }}
            as pre_value_by_pre_value,
        {{ joint_sum_of_products('pre_value', 'pre_denominator') }}
            as pre_value_by_pre_denominator,
        {{ joint_sum_of_products('pre_denominator', 'pre_denominator') }}
            as pre_denominator_by_pre_denominator
    from with_joint_means
    group by
        experiment_name,
        metric_name,
        compared_variant,
        kind

),

with_rates as (

    select
        *,
        value_mean / nullif(denominator_mean, 0) as mean,
        coalesce(pre_value_mean / nullif(pre_denominator_mean, 0), 0) as pre_mean,
        -- of a proportion, the variance is p (1 - p)
        nullif(case when kind = 'proportion' then units else units - 1 end, 0)
        * nullif(denominator_mean, 0) as base,
        nullif(pre_denominator_mean, 0) as pre_base
    from samples

),

-- the delta method: a ratio varies as its numerator less the ratio times its denominator
-- does. The denominator is 1 where there is none, and does not vary
final as (

    select
        experiment_name,
        metric_name,
        variant,
        is_control,
        is_joint,
        kind,
        units,
        value_mean,
        denominator_mean,
        mean,
        pre_mean,
        value_by_value / base / denominator_mean as numerator_variance,
        (
            value_by_value
            - 2 * mean * value_by_denominator
            + mean * mean * denominator_by_denominator
        ) / base / denominator_mean as variance,
        coalesce((
            pre_value_by_pre_value
            - 2 * pre_mean * pre_value_by_pre_denominator
            + pre_mean * pre_mean * pre_denominator_by_pre_denominator
        ) / base * denominator_mean / pre_base / pre_base, 0) as pre_variance,
        coalesce((
            value_by_pre_value
            - mean * denominator_by_pre_value
            - pre_mean * value_by_pre_denominator
            + mean * pre_mean * denominator_by_pre_denominator
        ) / base / pre_base, 0) as covariance
    from with_rates

)

select * from final
