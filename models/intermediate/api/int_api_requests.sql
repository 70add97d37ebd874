{{ config(materialized='table', enabled='api_gateway' in var('sources')) }}

with

accepted as (

    select row_id
    from {{ ref('int_record_versions') }}
    where
        record_type in ('kong_request', 'aws_request')
        and disposition = 'accepted'

),

logged as (

    {% for layout in ['kong', 'aws'] %}
    select
        row_id,
        cast('{{ layout }}' as {{ dbt.type_string() }}) as layout,
        record_id as request_id,
        trace_id,
        changed_at as requested_at,
        method,
        route_template,
        path,
        status_code,
        latency_ms,
        false as has_error_type,
        false as is_synthetic,
        caller_id,
        account_id,
        tracker_session_id
    from {{ ref('stg_api_gateway__' ~ layout) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- a span may come in several documents: the first that came counts
spans as (

    select
        spans.*,
        row_number() over (
            partition by spans.trace_id, spans.span_id
            order by landed.arrival, spans.span_hash
        ) as delivery_number
    from {{ ref('stg_api_gateway__spans') }} as spans
    inner join {{ ref('landing_records') }} as landed on spans.row_id = landed.row_id
    where spans.problems is null

),

requests as (

    select logged.*
    from logged
    inner join accepted on logged.row_id = accepted.row_id
    union all
    select
        row_id,
        cast('otlp' as {{ dbt.type_string() }}) as layout,
        trace_id || '-' || span_id as request_id,
        trace_id,
        requested_at,
        method,
        route_template,
        path,
        cast({{ whole_number('status') }} as integer) as status_code,
        case
            when ended_at >= requested_at
                then cast(
                    {{ microseconds('ended_at') }} - {{ microseconds('requested_at') }}
                    as double
                ) / 1000
        end as latency_ms,
        has_error_type,
        is_synthetic,
        caller_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        tracker_session_id
    from spans
    where delivery_number = 1

),

routed as (

    select
        *,
        coalesce(nullif(route_template, ''), {{ route_of_path('path') }}) as route,
        coalesce(route_template, '') <> '' as is_route_given
    from requests

),

final as (

    select
        layout,
        request_id,
        trace_id,
        requested_at,
        method,
        route as route_template,
        is_route_given,
        status_code,
        -- 0 is a client that went away before there was an answer
        case
            when status_code between 100 and 599
                then cast(
                    cast(floor(status_code / 100) as integer) as {{ dbt.type_string() }}
                ) || 'xx'
        end as status_class,
        case when latency_ms >= 0 then latency_ms end as latency_ms,
        case
            when status_code > 0 then status_code >= 500
            else has_error_type
        end as is_error,
        case
            when is_synthetic then 'synthetic'
            when method = 'OPTIONS' then 'preflight'
            when {{ regexp_contains(
                'lower(route)',
                "'^(/[^/]+)?/_?(healthz?|health-?check|livez|readyz|"
                ~ "liveness|readiness|ping)(/|$)'"
            ) }} then 'health_check'
            else 'request'
        end as request_kind,
        caller_id,
        account_id,
        tracker_session_id
    from routed

)

select * from final
