{{ config(materialized='staged', enabled='api_gateway' in var('sources')) }}

with

records as (

    {{ records_of('api_gateway/kong') }}

),

parsed as (

    select
        row_id,
        content_hash,
        {{ json_fields('document', {
            'started_at': 'text',
            'request': {
                'id': 'text', 'method': 'text', 'uri': 'text',
                'headers': {'traceparent': 'text'},
            },
            'response': {'status': 'text'},
            'latencies': {'request': 'text'},
            'consumer': {'custom_id': 'text', 'username': 'text'},
            'trace_id': {'w3c': 'text', 'b3': 'text', 'datadog': 'text'},
        }) }} as fields
    from records

),

final as (

    select
        -- the record
        row_id,
        cast('kong_request' as {{ dbt.type_string() }}) as record_type,
        -- Kong has ids since 3.5
        coalesce(nullif(fields.request.id, ''), content_hash) as record_id,
        coalesce(nullif(fields.request.id, ''), content_hash) as delivery_id,
        cast(null as timestamp) as created_at,
        {{ epoch_instant('fields.started_at', 1000) }} as changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            case
                when coalesce(fields.started_at, '') = '' then 'missing_requested_at'
                when {{ epoch_instant('fields.started_at', 1000) }} is null
                    then 'unusable:requested_at'
            end,
            case
                when coalesce(fields.request.method, fields.response.status, '') = ''
                    then 'missing_method'
            end,
            {{ status_problem('fields.response.status') }}
        ), '') as problems,
        false as is_deleted,

        -- what it says
        coalesce(
            lower(fields.trace_id.w3c),
            -- version, trace, span and flags between dashes
            lower(nullif(split_part(fields.request.headers.traceparent, '-', 2), '')),
            fields.trace_id.b3,
            fields.trace_id.datadog
        ) as trace_id,
        upper(fields.request.method) as method,
        cast(null as {{ dbt.type_string() }}) as route_template,
        fields.request.uri as path,
        cast({{ whole_number('fields.response.status') }} as integer) as status_code,
        {{ numeric_value('fields.latencies.request') }} as latency_ms,
        {{ clean_identifier(
            'coalesce(fields.consumer.custom_id, fields.consumer.username)'
        ) }} as caller_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        cast(null as {{ dbt.type_string() }}) as tracker_session_id
    from parsed

)

select * from final
