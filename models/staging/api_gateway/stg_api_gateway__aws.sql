{{ config(materialized='staged', enabled='api_gateway' in var('sources')) }}

with

records as (

    {{ records_of('api_gateway/aws') }}

),

-- one row
keys as (

    select {{ map_of('key', 'field') }} as names
    from {{ ref('aws_log_fields') }}

),

-- AWS writes what is absent as `-`
told as (

    select
        records.row_id,
        records.content_hash,
        keys.names,
        replace(
            {{ json_without('records.document', loader_columns()) }}, ':"-"', ':null'
        ) as document
    from records
    cross join keys

),

renamed as (

    select
        row_id,
        content_hash,
        {{ json_aliased('document', 'names') }} as document -- noqa: PRS
    from told

),

parsed as (

    select
        row_id,
        content_hash,
        {{ json_fields('document', {
            'request_id': 'text', 'requested_at': 'text', 'method': 'text',
            'route': 'text', 'path': 'text', 'stage': 'text', 'status': 'text',
            'latency': 'text', 'user_id': 'text', 'account_id': 'text',
            'session_id': 'text', 'trace_id': 'text',
        }) }} as fields
    from renamed

),

dated as (

    select
        *,
        {{ common_log_time('fields.requested_at') }} as log_time
    from parsed

),

timed as (

    select
        *,
        coalesce(
            {{ epoch_instant('fields.requested_at', 1000) }}, {{ parse_utc('log_time') }}
        ) as requested_at,
        -- `GET /pets/{id}` or `/pets/{id}`; `$default` and `{proxy+}` stand for any path
        case
            when instr(fields.route, '+}') = 0 and instr(fields.route, '/') > 0
                then substr(fields.route, instr(fields.route, '/'))
        end as route_template
    from dated

),

final as (

    select
        -- the record
        row_id,
        cast('aws_request' as {{ dbt.type_string() }}) as record_type,
        coalesce(nullif(fields.request_id, ''), content_hash) as record_id,
        coalesce(nullif(fields.request_id, ''), content_hash) as delivery_id,
        cast(null as timestamp) as created_at,
        requested_at as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            case
                when coalesce(fields.requested_at, '') = '' then 'missing_requested_at'
                when requested_at is null then 'unusable:requested_at'
            end,
            case
                when
                    coalesce(fields.method, fields.route, fields.path, fields.status, '')
                    = ''
                    then 'missing_method'
            end,
            {{ status_problem('fields.status') }}
        ), '') as problems,
        false as is_deleted,

        -- what it says
        fields.trace_id,
        upper(coalesce(
            fields.method,
            case
                when instr(fields.route, ' /') > 0 then split_part(fields.route, ' ', 1)
            end
        )) as method,
        route_template,
        -- of a REST API the path begins with the stage
        case
            when
                fields.stage <> ''
                and instr(fields.path || '/', '/' || fields.stage || '/') = 1
                then substr(fields.path || '/', length(fields.stage) + 2)
            else fields.path
        end as path,
        cast({{ whole_number('fields.status') }} as integer) as status_code,
        {{ numeric_value('fields.latency') }} as latency_ms,
        {{ clean_identifier('fields.user_id') }} as caller_id,
        {{ clean_identifier('fields.account_id') }} as account_id,
        nullif(fields.session_id, '') as tracker_session_id
    from timed

)

select * from final
