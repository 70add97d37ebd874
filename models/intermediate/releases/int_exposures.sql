{{ config(materialized='view', enabled='feature_flags' in var('sources')) }}

with

versions as (

    select
        row_id,
        source
    from {{ ref('int_record_versions') }}
    where source = 'feature_flags' and is_current

),

said as (

    select *
    from {{ ref('stg_feature_flags__exposures') }}

),

final as (

    select
        versions.source,
        said.record_id as exposure_id,
        said.flag_key,
        said.iteration,
        said.unit_type,
        said.unit_id,
        said.variant,
        said.exposed_at,
        said.sampling_ratio,
        said.is_experiment
    from versions
    inner join said on versions.row_id = said.row_id

)

select * from final
