with

exposures as (

    select
        experiment_name,
        person_id,
        variant,
        exposed_at,
        ended_at
    from {{ ref('int_experiment_exposures') }}
    where not is_in_two_variants

),

metrics as (

    select
        experiment_name,
        metric_name,
        kind,
        window_seconds * 1000000 as window_microseconds,
        cuped_days * 86400000000 as cuped_microseconds
    from {{ ref('experiment_metrics') }}

),

asked as (

    select
        lines.experiment_name,
        lines.metric_name,
        lines.role,
        lines.rule_number,
        -- a proportion asks whether there was an event, not how much
        case when metrics.kind <> 'proportion' then lines.carried_property else '' end
            as added_property,
        metrics.window_microseconds,
        metrics.cuped_microseconds
    from {{ ref('int_experiment_lines__defined') }} as lines
    inner join metrics
        on
            lines.experiment_name = metrics.experiment_name
            and lines.metric_name = metrics.metric_name

),

amounts as (

    select
        asked.experiment_name,
        asked.metric_name,
        exposures.person_id,
        asked.role,
        matches.occurred_at < exposures.exposed_at as is_before,
        case
            when asked.added_property = '' then cast(1 as decimal(18, 6))
            else {{ decimal_value('matches.carried_value') }}
        end as amount
    from {{ ref('int_segment_matches') }} as matches
    inner join asked
        on
            matches.definition_name = asked.experiment_name
            and matches.role = asked.role
            and matches.rule_number = asked.rule_number
    inner join exposures
        on
            matches.definition_name = exposures.experiment_name
            and matches.unit_id = exposures.person_id
    where
        matches.family = 'experiment'
        and matches.occurred_at >= {{ add_microseconds(
            'exposures.exposed_at', '-coalesce(asked.cuped_microseconds, 0)'
        ) }}
        and coalesce(
            matches.occurred_at <= {{ add_microseconds(
                'exposures.exposed_at', 'asked.window_microseconds'
            ) }}, true
        )
        and coalesce(matches.occurred_at < exposures.ended_at, true)

),

sums as (

    select
        experiment_name,
        metric_name,
        person_id,
        sum(case when role = 'metric' and not is_before then amount end) as value,
        sum(case when role = 'denominator' and not is_before then amount end)
            as denominator,
        sum(case when role = 'metric' and is_before then amount end) as pre_value,
        sum(case when role = 'denominator' and is_before then amount end)
            as pre_denominator
    from amounts
    group by
        experiment_name,
        metric_name,
        person_id

),

measured as (

    select
        exposures.experiment_name,
        metrics.metric_name,
        exposures.person_id,
        exposures.variant,
        metrics.kind,
        -- who was not there when the period began is not silent in it
        coalesce(
            persons.first_seen_at < {{ add_microseconds(
                'exposures.exposed_at', '-metrics.cuped_microseconds'
            ) }}, false
        ) as has_pre_period,
        coalesce(sums.value, 0) as value,
        coalesce(sums.denominator, 0) as denominator,
        coalesce(sums.pre_value, 0) as pre_value,
        coalesce(sums.pre_denominator, 0) as pre_denominator
    from exposures
    inner join metrics
        on exposures.experiment_name = metrics.experiment_name
    left join {{ ref('dim_persons') }} as persons
        on exposures.person_id = persons.person_id
    left join sums
        on
            exposures.experiment_name = sums.experiment_name
            and metrics.metric_name = sums.metric_name
            and exposures.person_id = sums.person_id

),

final as (

    select
        experiment_name,
        metric_name,
        person_id,
        variant,
        kind,
        case when kind = 'proportion' then least(value, 1) else value end as value,
        case when kind = 'ratio' then denominator else 1 end as denominator,
        case
            when not has_pre_period then null
            when kind = 'proportion' then least(pre_value, 1)
            else pre_value
        end as pre_value,
        case
            when not has_pre_period then null
            when kind = 'ratio' then pre_denominator
            else 1
        end as pre_denominator
    from measured

)

select * from final
