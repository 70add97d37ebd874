{{ config(materialized='table', enabled='api_gateway' in var('sources')) }}

with

records as (

    {{ records_of('api_gateway/otlp') }}

),

documents as (

    select
        row_id,
        {{ json_fields('document', {'resourceSpans': 'json'}) }} as fields
    from records

),

resources as (

    select
        row_id,
        {{ each_json_element('fields.resourcespans') }} as resource
    from documents

),

-- `instrumentationLibrarySpans` came before `scopeSpans`
scopes_of_resources as (

    select
        row_id,
        {{ json_fields('resource', {
            'scopeSpans': 'json', 'instrumentationLibrarySpans': 'json',
        }) }} as fields
    from resources

),

scopes as (

    select
        row_id,
        {{ each_json_element(
            'coalesce(fields.scopespans, fields.instrumentationlibraryspans)'
        ) }} as scope
    from scopes_of_resources

),

spans_of_scopes as (

    select
        row_id,
        {{ json_fields('scope', {'spans': 'json'}) }} as fields
    from scopes

),

spans as (

    select
        row_id,
        {{ each_json_element('fields.spans') }} as span
    from spans_of_scopes

),

parsed as (

    select
        row_id,
        md5(span) as span_hash,
        {{ json_fields('span', {
            'traceId': 'text', 'spanId': 'text', 'kind': 'text', 'attributes': 'json',
            'startTimeUnixNano': 'text', 'endTimeUnixNano': 'text',
        }) }} as fields
    from spans

),

-- of a server: requests that came in, and none that went out
servers as (

    -- a span that stands twice in one document is one
    select distinct
        row_id,
        span_hash,
        lower(fields.traceid) as trace_id,
        lower(fields.spanid) as span_id,
        fields.starttimeunixnano as start_nanoseconds,
        fields.endtimeunixnano as end_nanoseconds,
        fields.attributes
    from parsed
    where fields.kind in ('2', 'SPAN_KIND_SERVER')

),

attributes as (

    select
        row_id,
        span_hash,
        {{ each_json_element('attributes') }} as attribute
    from servers

),

read_attributes as (

    select
        row_id,
        span_hash,
        {{ json_fields('attribute', {
            'key': 'text',
            'value': {'stringValue': 'text', 'intValue': 'text', 'doubleValue': 'text'},
        }) }} as fields
    from attributes

),

said as (

    select
        row_id,
        span_hash,
        fields.key as name,
        coalesce(
            fields.value.stringvalue, fields.value.intvalue, fields.value.doublevalue
        ) as value
    from read_attributes

),

-- names of the stable conventions before those that came before them
described as (

    select
        {%- for column, names in {
            'method': ['http.request.method', 'http.method'],
            'original_method': ['http.request.method_original'],
            'route': ['http.route'],
            'path': ['url.path', 'http.target'],
            'url': ['url.full', 'http.url'],
            'status': ['http.response.status_code', 'http.status_code'],
            'error_type': ['error.type'],
            'user_id': ['user.id', 'enduser.id'],
            'session_id': ['session.id'],
            'synthetic': ['user_agent.synthetic.type'],
        }.items() %}
        coalesce(
            max(case when name = '{{ names[0] }}' then value end),
            max(case when name = '{{ names[-1] }}' then value end)
        ) as {{ column }},
        {%- endfor %}
        row_id,
        span_hash
    from said
    group by
        row_id,
        span_hash

),

requests as (

    select
        servers.row_id,
        servers.span_hash,
        servers.trace_id,
        servers.span_id,
        {#- nanoseconds have more digits than a number of microseconds has room for #}
        {{ epoch_instant(
            'substr(start_nanoseconds, 1, length(start_nanoseconds) - 3)', 1
        ) }} as requested_at,
        {{ epoch_instant(
            'substr(end_nanoseconds, 1, length(end_nanoseconds) - 3)', 1
        ) }} as ended_at,
        case
            when described.method = '_OTHER'
                then coalesce(upper(described.original_method), described.method)
            else upper(described.method)
        end as method,
        described.route as route_template,
        coalesce(described.path, {{ url_path('described.url') }}) as path,
        described.status,
        described.error_type is not null as has_error_type,
        coalesce(described.synthetic is not null, false) as is_synthetic,
        {{ clean_identifier('described.user_id') }} as caller_id,
        nullif(described.session_id, '') as tracker_session_id
    from servers
    inner join described
        on servers.row_id = described.row_id and servers.span_hash = described.span_hash
    where coalesce(described.method, described.route, described.status) is not null

),

final as (

    select
        *,
        nullif(concat_ws(
            '|',
            case when coalesce(trace_id, '') = '' then 'missing_trace_id' end,
            case when coalesce(span_id, '') = '' then 'missing_span_id' end,
            case when requested_at is null then 'unusable:requested_at' end,
            {{ status_problem('status') }}
        ), '') as problems
    from requests

)

select * from final
