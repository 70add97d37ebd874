{{ config(enabled='feature_flags' in var('sources')) }}

with

exposures as (

    select *
    from {{ ref('int_exposures') }}

),

identities as (

    select
        identifier_type,
        identifier,
        person_id,
        valid_from,
        valid_to
    from {{ ref('identity_map') }}

),

-- null variants behind the others: without one a unit saw nothing yet
numbered as (

    select
        *,
        row_number() over (
            partition by source, flag_key, iteration, unit_type, unit_id
            order by
                case when variant is null then 1 else 0 end, exposed_at, exposure_id
        ) as turn
    from exposures

),

units as (

    select
        source,
        flag_key,
        iteration,
        unit_type,
        unit_id,
        max(case when turn = 1 then variant end) as variant,
        min(case when variant is not null then exposed_at end) as first_exposed_at,
        max(case when variant is not null then exposed_at end) as last_exposed_at,
        count(variant) as exposure_count,
        cast(sum(case when variant is not null then sampling_ratio else 0 end) as bigint)
            as weighted_count,
        count(distinct variant) as variant_count,
        count(*) - count(variant) as unassigned_count,
        max(case when is_experiment then 1 else 0 end) = 1 as is_experiment
    from numbered
    group by
        source,
        flag_key,
        iteration,
        unit_type,
        unit_id

),

-- the person that it was at the first exposure, or was known to be soon after
known as (

    select
        units.*,
        identities.person_id,
        row_number() over (
            partition by
                units.source, units.flag_key, units.iteration,
                units.unit_type, units.unit_id
            order by identities.valid_from
        ) as nearness
    from units
    left join identities
        on
            units.unit_id = identities.identifier
            and identities.identifier_type = case units.unit_type
                when 'user' then 'user_id'
                when 'anonymous' then 'anonymous_id'
                when 'device' then 'device_id'
            end
            and (
                units.first_exposed_at < identities.valid_to
                or identities.valid_to is null
            )

),

final as (

    select *
    from known
    where nearness = 1

)

select
    source,
    flag_key,
    iteration,
    unit_type,
    unit_id,
    person_id,
    variant,
    first_exposed_at,
    last_exposed_at,
    exposure_count,
    weighted_count,
    variant_count,
    unassigned_count,
    is_experiment
from final
