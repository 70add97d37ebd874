with

experiments as (

    select
        experiment_name,
        flag_key,
        {{ parse_utc('started_at') }} as started_at,
        {{ parse_utc('ended_at') }} as ended_at
    from {{ ref('experiments') }}

),

stated as (

    select
        experiments.experiment_name,
        experiments.started_at,
        experiments.ended_at,
        matches.unit_id as person_id,
        matches.carried_value as variant,
        matches.occurred_at,
        matches.arrival,
        cast(matches.row_id as {{ dbt.type_string() }}) as exposure_id,
        false as is_in_more_variants
    from {{ ref('int_segment_matches') }} as matches
    inner join experiments
        on matches.definition_name = experiments.experiment_name
    where
        matches.family = 'experiment'
        and matches.role = 'exposure'
    {%- if 'feature_flags' in var('sources') %}
    union all
    select
        experiments.experiment_name,
        experiments.started_at,
        experiments.ended_at,
        flags.person_id,
        flags.variant,
        flags.first_exposed_at as occurred_at,
        cast(0 as bigint) as arrival,
        {{ surrogate_key([
            'flags.source', 'flags.iteration', 'flags.unit_type', 'flags.unit_id'
        ]) }} as exposure_id,
        flags.variant_count > 1 as is_in_more_variants
    from {{ ref('fct_exposures') }} as flags
    inner join experiments
        on flags.flag_key = experiments.flag_key
    left join {{ ref('int_definition_segments') }} as segments
        on
            segments.family = 'experiment'
            and experiments.experiment_name = segments.definition_name
            and segments.asks_person
    left join {{ ref('int_segment_persons') }} as members
        on
            segments.segment_name = members.segment_name
            and flags.person_id = members.person_id
    where
        flags.person_id is not null
        and flags.variant is not null
        and (segments.segment_name is null or members.person_id is not null)
    {%- endif %}

),

exposures as (

    select
        *,
        row_number() over (
            partition by experiment_name, person_id
            order by occurred_at, arrival, exposure_id
        ) as exposure_number
    from stated
    where
        coalesce(occurred_at >= started_at, true)
        and coalesce(occurred_at < ended_at, true)

),

final as (

    select
        experiment_name,
        person_id,
        max(case when exposure_number = 1 then variant end) as variant,
        min(occurred_at) as exposed_at,
        max(ended_at) as ended_at,
        min(variant) <> max(variant)
        or max(case when is_in_more_variants then 1 else 0 end) = 1
            as is_in_two_variants
    from exposures
    group by
        experiment_name,
        person_id

)

select * from final
