{{ config(enabled='api_gateway' in var('sources')) }}

with

requests as (

    select *
    from {{ ref('int_api_requests') }}

),

users as (

    select
        user_id,
        person_id
    from {{ ref('int_users__merged') }}

),

accounts as (

    select account_id
    from {{ ref('dim_accounts') }}

),

sessions as (

    select
        sessions.session_id,
        sessions.tracker_session_id,
        sessions.person_id,
        sessions.account_id,
        sessions.started_at,
        sessions.ended_at,
        settings.server_join_microseconds
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('int_source_settings__defined') }} as settings
        on sessions.source = settings.source

),

-- a caller that no event knows as a user, and one knows as an account, is one
callers as (

    select
        requests.layout,
        requests.request_id,
        requests.requested_at,
        requests.tracker_session_id,
        users.person_id,
        case
            when users.user_id is not null or accounts.account_id is null
                then requests.caller_id
        end as user_id,
        coalesce(
            requests.account_id,
            case when users.user_id is null then accounts.account_id end
        ) as account_id
    from requests
    left join users on requests.caller_id = users.user_id
    left join accounts on requests.caller_id = accounts.account_id

),

candidates as (

    -- as the client tells
    select
        callers.layout,
        callers.request_id,
        callers.requested_at,
        sessions.session_id,
        sessions.person_id,
        sessions.account_id,
        sessions.started_at,
        sessions.ended_at,
        0 as preference
    from callers
    inner join sessions
        on
            callers.tracker_session_id = sessions.tracker_session_id
            and coalesce(callers.person_id, sessions.person_id) = sessions.person_id
    union all
    -- by person and time, as events of servers
    select
        callers.layout,
        callers.request_id,
        callers.requested_at,
        sessions.session_id,
        sessions.person_id,
        sessions.account_id,
        sessions.started_at,
        sessions.ended_at,
        1 as preference
    from callers
    inner join sessions
        on
            callers.person_id = sessions.person_id
            and callers.requested_at >= sessions.started_at
            and {{ microseconds('callers.requested_at') }}
            <= {{ microseconds('sessions.ended_at') }} + sessions.server_join_microseconds

),

chosen as (

    select
        *,
        row_number() over (
            partition by layout, request_id
            order by
                preference asc,
                -- one that lasts before one that has ended, that before one to come
                case
                    when requested_at < started_at then 2
                    when requested_at <= ended_at then 0
                    else 1
                end asc,
                started_at desc,
                session_id asc
        ) as candidate_number
    from candidates

),

final as (

    select
        requests.*,
        callers.user_id,
        coalesce(callers.person_id, chosen.person_id) as found_person_id,
        coalesce(callers.account_id, chosen.account_id) as found_account_id,
        chosen.session_id
    from requests
    inner join callers
        on requests.layout = callers.layout and requests.request_id = callers.request_id
    left join chosen
        on
            requests.layout = chosen.layout
            and requests.request_id = chosen.request_id
            and chosen.candidate_number = 1

)

select
    cast('api_gateway' as {{ dbt.type_string() }}) as source,
    layout,
    request_id,
    trace_id,
    requested_at,
    method,
    route_template,
    is_route_given,
    status_code,
    status_class,
    is_error,
    latency_ms,
    request_kind,
    user_id,
    found_person_id as person_id,
    found_account_id as account_id,
    session_id
from final
