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
            as is_production
    from versions
    inner join said on versions.row_id = said.row_id

),

-- of a deployment itself, and of each of its states, which say what it is
deployments as (

    select
        source,
        deployment_id,
        max(service) as service,
        max(environment) as environment,
        max(case when is_production then 1 else 0 end) = 1 as is_production,
        max(sha) as sha,
        max(ref) as ref,
        max(task) as task,
        min(case when record_type = 'deployment' then created_at end) as created_at,
        min(case
            when record_type = 'deployment_status' and status = 'success' then created_at
        end) as deployed_at,
        max(case when record_type = 'deployment' then url end) as url
    from records
    where record_type in ('deployment', 'deployment_status') and deployment_id is not null
    group by
        source,
        deployment_id

),

live as (

    select
        *,
        lag(deployment_id) over (
            partition by source, service, environment order by deployed_at, deployment_id
        ) as earlier_id,
        lag(sha) over (
            partition by source, service, environment order by deployed_at, deployment_id
        ) as earlier_sha,
        row_number() over (
            partition by source, service, environment, sha
            order by deployed_at, deployment_id
        ) as turn_of_sha
    from deployments
    where deployed_at is not null

),

judged as (

    select
        *,
        -- what was live before comes back
        earlier_id is not null
        and (
            coalesce(lower(task) like 'rollback%', false)
            or turn_of_sha > 1 and sha <> earlier_sha
        ) as is_rollback
    from live

),

placed as (

    select
        source,
        deployment_id,
        case when is_rollback then earlier_id end as rollback_of,
        lead(deployed_at) over (
            partition by source, service, environment order by deployed_at, deployment_id
        ) as replaced_at,
        lead(is_rollback) over (
            partition by source, service, environment order by deployed_at, deployment_id
        ) as is_rolled_back
    from judged

),

final as (

    select
        deployments.source,
        deployments.deployment_id,
        deployments.service,
        deployments.environment,
        deployments.is_production,
        deployments.sha,
        deployments.ref,
        deployments.created_at,
        deployments.deployed_at,
        placed.replaced_at,
        case when placed.is_rolled_back then placed.replaced_at end as rolled_back_at,
        placed.rollback_of,
        deployments.url
    from deployments
    left join placed
        on
            deployments.source = placed.source
            and deployments.deployment_id = placed.deployment_id

)

select * from final
