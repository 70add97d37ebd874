with

experiments as (

    select
        experiment_name,
        {{ parse_utc('started_at') }} as started_at,
        {{ parse_utc('ended_at') }} as ended_at
    from {{ ref('experiments') }}

),

exposures as (

    select
        experiments.experiment_name,
        experiments.ended_at,
        matches.unit_id as person_id,
        matches.carried_value as variant,
        matches.occurred_at,
        row_number() over (
            partition by matches.definition_name, matches.unit_id
            order by matches.occurred_at, matches.arrival, matches.row_id
        ) as exposure_number
    from {{ ref('int_event_matches') }} as matches
    inner join experiments
        on matches.definition_name = experiments.experiment_name
    where
        matches.family = 'experiment'
        and matches.role = 'exposure'
        and coalesce(matches.occurred_at >= experiments.started_at, true)
        and coalesce(matches.occurred_at < experiments.ended_at, true)

),

final as (

    select
        experiment_name,
        person_id,
        max(case when exposure_number = 1 then variant end) as variant,
        min(occurred_at) as exposed_at,
        max(ended_at) as ended_at,
        min(variant) <> max(variant) as is_in_two_variants
    from exposures
    group by
        experiment_name,
        person_id

)

select * from final
