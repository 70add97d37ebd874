{{ config(materialized='table', enabled='releases' in var('sources')) }}

with

versions as (

    select
        row_id,
        source
    from {{ ref('int_record_versions') }}
    where source = 'releases' and is_current

),

said as (

    select *
    from {{ ref('stg_releases__calendar') }}

),

records as (

    select
        versions.source,
        said.*,
        said.is_declared_production
        or coalesce(lower(said.environment) in ('production', 'prod', 'live'), false)
            as is_production,
        -- a draft is nowhere
        case when not said.is_draft then coalesce(said.published_at, said.created_at) end
            as public_at
    from versions
    inner join said on versions.row_id = said.row_id

),

deployments as (

    select *
    from {{ ref('int_deployments') }}

),

-- a tag goes live with the first deployment of it to production
tags as (

    select
        source,
        service,
        replace(ref, 'refs/tags/', '') as version,
        min(environment) as environment,
        min(deployed_at) as deployed_at,
        min(rolled_back_at) as rolled_back_at
    from deployments
    where is_production and deployed_at is not null
    group by
        source,
        service,
        replace(ref, 'refs/tags/', '')

),

planned as (

    select
        *,
        case
            when
                coalesce(status, 'success')
                in ('success', 'succeeded', 'released', 'done', 'live')
                then coalesce(finished_at, started_at)
        end as released_at
    from records
    where record_type = 'calendar' and not is_deleted

),

undone as (

    select
        source,
        rollback_of,
        min(released_at) as rolled_back_at
    from planned
    where rollback_of is not null
    group by
        source,
        rollback_of

),

final as (

    select
        planned.source,
        planned.record_type as kind,
        planned.record_id as release_id,
        planned.name,
        planned.version,
        planned.service,
        planned.environment,
        case when planned.environment is not null then planned.is_production end
            as is_production,
        planned.status,
        planned.started_at as announced_at,
        planned.released_at,
        cast(null as timestamp) as replaced_at,
        undone.rolled_back_at,
        planned.rollback_of,
        planned.flags,
        planned.url,
        false as is_deleted
    from planned
    left join undone
        on planned.source = undone.source and planned.record_id = undone.rollback_of
    union all
    select
        records.source,
        records.record_type as kind,
        records.record_id as release_id,
        coalesce(records.name, records.version) as name,
        records.version,
        records.service,
        tags.environment,
        case when tags.deployed_at is not null then true end as is_production,
        case
            when records.is_draft then 'draft'
            when tags.deployed_at is not null then 'deployed'
            when records.is_prerelease then 'prerelease'
            else 'published'
        end as status,
        records.public_at as announced_at,
        coalesce(tags.deployed_at, records.public_at) as released_at,
        cast(null as timestamp) as replaced_at,
        tags.rolled_back_at,
        cast(null as {{ dbt.type_string() }}) as rollback_of,
        records.flags,
        records.url,
        records.is_deleted
    from records
    left join tags
        on
            records.source = tags.source
            and records.service = tags.service
            and records.version = tags.version
    where records.record_type = 'release'
    union all
    select
        source,
        cast('deployment' as {{ dbt.type_string() }}) as kind,
        deployment_id as release_id,
        ref as name,
        sha as version,
        service,
        environment,
        is_production,
        case when deployed_at is not null then 'deployed' else 'not_deployed' end
            as status,
        created_at as announced_at,
        deployed_at as released_at,
        replaced_at,
        rolled_back_at,
        rollback_of,
        cast(null as {{ dbt.type_string() }}) as flags,
        url,
        false as is_deleted
    from deployments

)

select * from final
