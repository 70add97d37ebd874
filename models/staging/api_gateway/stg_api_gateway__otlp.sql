{{ config(materialized='staged', enabled='api_gateway' in var('sources')) }}

with

records as (

    {{ records_of('api_gateway/otlp') }}

),

parsed as (

    select
        row_id,
        content_hash,
        {{ json_fields('document', {'resourceSpans': 'json'}) }} as fields
    from records

),

requests as (

    select
        row_id,
        min(requested_at) as requested_at,
        max(case when problems like '%missing_trace_id%' then 'missing_trace_id' end)
            as missing_trace_id,
        max(case when problems like '%missing_span_id%' then 'missing_span_id' end)
            as missing_span_id,
        max(case when problems like '%requested_at%' then 'unusable:requested_at' end)
            as unusable_requested_at,
        max(case when problems like '%status_code%' then 'unusable:status_code' end)
            as unusable_status_code
    from {{ ref('stg_api_gateway__spans') }}
    group by row_id

),

final as (

    select
        -- the record
        parsed.row_id,
        cast('otlp_document' as {{ dbt.type_string() }}) as record_type,
        -- exporters send again what was not confirmed
        parsed.content_hash as record_id,
        parsed.content_hash as delivery_id,
        cast(null as timestamp) as created_at,
        requests.requested_at as changed_at,
        cast(0 as integer) as change_rank,
        parsed.content_hash,
        nullif(concat_ws(
            '|',
            case
                when {{ json_kind('parsed.fields.resourcespans') }} is null
                    then 'missing_resource_spans'
                else {{ wrong_type(
                    'resource_spans', 'parsed.fields.resourcespans', ['array']
                ) }}
            end,
            requests.missing_trace_id,
            requests.missing_span_id,
            requests.unusable_requested_at,
            requests.unusable_status_code
        ), '') as problems,
        false as is_deleted
    from parsed
    left join requests on parsed.row_id = requests.row_id
    -- of no request: read by nobody, and counted
    where
        requests.row_id is not null
        or coalesce({{ json_kind('parsed.fields.resourcespans') }}, '') <> 'array'

)

select * from final
