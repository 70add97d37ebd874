{{ config(materialized='staged', enabled='releases' in var('sources')) }}

with

landed as (

    {% for table in [
        'calendar', 'releases', 'deployments', 'deployment_statuses', 'webhooks',
    ] %}
    {{ records_of('releases/' ~ table) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- a webhook wraps what it is about; a list of the API has it as it is
wrapped as (

    select
        row_id,
        load_date,
        document,
        {{ json_fields('document', {
            'action': 'text', 'release': 'json', 'deployment': 'json',
            'deployment_status': 'json', 'repository': {'full_name': 'text'},
        }) }} as fields
    from landed

),

opened as (

    select
        row_id,
        load_date,
        fields.action,
        nullif({{ trimmed('fields.repository.full_name') }}, '') as repository_name,
        case
            when {{ json_kind('fields.deployment_status') }} = 'object'
                then 'deployment_status'
            when {{ json_kind('fields.release') }} = 'object' then 'release'
            when {{ json_kind('fields.deployment') }} = 'object' then 'deployment'
        end as wrapper,
        case
            when {{ json_kind('fields.deployment_status') }} = 'object'
                then {{ json_scalar('fields.deployment_status') }}
            when {{ json_kind('fields.release') }} = 'object'
                then {{ json_scalar('fields.release') }}
            when {{ json_kind('fields.deployment') }} = 'object'
                then {{ json_scalar('fields.deployment') }}
            else document
        end as document,
        -- with a status comes the whole of its deployment
        case
            when {{ json_kind('fields.deployment') }} = 'object'
                then {{ json_scalar('fields.deployment') }}
            else '{}'
        end as deployment
    from wrapped

),

parsed as (

    select
        row_id,
        load_date,
        action,
        repository_name,
        wrapper,
        {{ json_fields('document', {
            'id': 'json', 'release_id': 'json', 'name': 'text', 'version': 'text',
            'environment': 'text', 'service': 'text', 'started_at': 'text',
            'finished_at': 'text', 'status': 'text', 'rollback_of': 'text',
            'flags': 'json', 'url': 'text', 'html_url': 'text', 'tag_name': 'text',
            'draft': 'text',
            'prerelease': 'text', 'created_at': 'text', 'published_at': 'text',
            'sha': 'text', 'ref': 'text', 'task': 'text', 'state': 'text',
            'deployment_url': 'text',
            'production_environment': 'text',
        }) }} as fields,
        {{ json_fields('deployment', {
            'sha': 'text', 'ref': 'text', 'task': 'text', 'created_at': 'text',
            'production_environment': 'text',
        }) }} as deployed
    from opened

),

told as (

    select
        *,
        coalesce(wrapper, case
            when fields.release_id is not null then 'calendar'
            when fields.tag_name is not null then 'release'
            when fields.deployment_url is not null then 'deployment_status'
            when fields.sha is not null then 'deployment'
            else 'calendar'
        end) as record_type,
        -- the address of an object names its repository
        coalesce(repository_name, nullif(concat_ws(
            '/',
            nullif(split_part(split_part(fields.url, '/repos/', 2), '/', 1), ''),
            nullif(split_part(split_part(fields.url, '/repos/', 2), '/', 2), '')
        ), '')) as repository
    from parsed

),

said as (

    select
        row_id,
        record_type,
        case when record_type = 'calendar' then fields.release_id else fields.id end
            as own_id,
        repository,
        {{ parse_utc('fields.created_at') }} as made_at,
        case
            when record_type in ('deployment', 'deployment_status')
                then coalesce(
                    {{ parse_utc('fields.created_at') }}, cast(load_date as timestamp)
                )
            else cast(load_date as timestamp)
        end as changed_at,
        coalesce(action = 'deleted', false) as is_deleted,
        coalesce(action = 'unpublished' or fields.draft = 'true', false) as is_draft,
        coalesce(fields.prerelease = 'true', false) as is_prerelease,
        nullif({{ trimmed('fields.name') }}, '') as name,
        nullif({{ trimmed('coalesce(fields.version, fields.tag_name)') }}, '') as version,
        nullif({{ trimmed('coalesce(fields.service, repository)') }}, '') as service,
        nullif({{ trimmed('fields.environment') }}, '') as environment,
        {{ is_true(
            'coalesce(fields.production_environment, deployed.production_environment)'
        ) }}
            as is_declared_production,
        lower(nullif({{ trimmed('coalesce(fields.status, fields.state)') }}, ''))
            as status,
        {{ parse_utc('fields.started_at') }} as started_at,
        {{ parse_utc('fields.finished_at') }} as finished_at,
        {{ parse_utc('fields.published_at') }} as published_at,
        nullif({{ trimmed('fields.rollback_of') }}, '') as rollback_of,
        case
            when
                {{ json_kind('fields.flags') }} = 'array'
                or {{ json_scalar('fields.flags') }} like '[%'
                then {{ json_scalar('fields.flags') }}
        end as flags,
        coalesce(fields.html_url, fields.url) as url,
        case record_type
            when 'deployment' then {{ json_scalar('fields.id') }}
            when 'deployment_status'
                then split_part(
                    split_part(fields.deployment_url, '/deployments/', 2), '/', 1
                )
        end as deployment_number,
        coalesce(fields.sha, deployed.sha) as sha,
        coalesce(fields.ref, deployed.ref) as ref,
        coalesce(fields.task, deployed.task) as task
    from told

),

final as (

    select
        -- the record
        row_id,
        record_type,
        case
            when record_type = 'calendar' then {{ trimmed(json_scalar('own_id')) }}
            else concat_ws('#', repository, {{ json_scalar('own_id') }})
        end as record_id,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        made_at as created_at,
        changed_at,
        cast(case when is_deleted then 1 else 0 end as integer) as change_rank,
        {{ surrogate_key([
            'is_deleted', 'is_draft', 'is_prerelease', 'name', 'version', 'service',
            'environment', 'status', 'started_at', 'finished_at', 'published_at',
            'rollback_of', 'flags', 'sha', 'ref', 'task',
        ]) }} as content_hash,
        nullif(concat_ws(
            '|',
            {{ record_id_problem('own_id') }},
            case
                when record_type <> 'calendar' and repository is null
                    then 'missing_repository'
            end
        ), '') as problems,
        is_deleted,

        -- what it says
        is_draft,
        is_prerelease,
        name,
        version,
        service,
        environment,
        is_declared_production,
        status,
        started_at,
        finished_at,
        published_at,
        rollback_of,
        flags,
        url,
        case
            when deployment_number <> ''
                then concat_ws('#', repository, deployment_number)
        end as deployment_id,
        sha,
        ref,
        task
    from said

)

select * from final
