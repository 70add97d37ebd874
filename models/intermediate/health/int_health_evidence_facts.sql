with

-- the set of measures, whichever profiles they are for
measures as (

    select distinct
        measure_key,
        kind,
        value
    from {{ ref('int_health_measures__defined') }}
    where not counts_events

),

-- each kind of evidence says when what happened, and of how many
told as (

    select
        measures.measure_key,
        entries.account_id,
        entries.fact_date,
        cast(entries.conversions as bigint) as amount,
        cast(entries.entries as bigint) as base
    from measures
    inner join {{ ref('int_account_funnel_days') }} as entries
        on measures.value = entries.funnel_name
    where measures.kind = 'funnel_rate'
    {%- if 'zendesk' in var('sources') %}
    union all
    select
        measures.measure_key,
        statuses.account_id,
        cast({{ utc_to_local('statuses.valid_from') }} as date) as fact_date,
        cast(
            case measures.kind
                when 'open_tickets' then case when statuses.is_open then 1 end
                when 'ticket_count' then case when statuses.interval_number = 1 then 1 end
                when 'escalations' then case when statuses.is_escalation then 1 end
                when 'reopen_rate' then case when statuses.is_reopening then 1 end
            end as bigint
        ) as amount,
        cast(case when statuses.is_resolution then 1 end as bigint) as base
    from measures
    cross join {{ ref('fct_ticket_statuses') }} as statuses
    where
        measures.kind in ('open_tickets', 'ticket_count', 'escalations', 'reopen_rate')
    union all
    -- an open ticket is one less when what made it open ends
    select
        measures.measure_key,
        statuses.account_id,
        cast({{ utc_to_local('statuses.valid_to') }} as date) as fact_date,
        cast(-1 as bigint) as amount,
        cast(0 as bigint) as base
    from measures
    cross join {{ ref('fct_ticket_statuses') }} as statuses
    where
        measures.kind = 'open_tickets'
        and statuses.is_open
        and statuses.valid_to is not null
    {%- endif %}
    {%- if 'gong' in var('sources') %}
    union all
    select
        measures.measure_key,
        conversations.account_id,
        cast({{ utc_to_local('conversations.started_at') }} as date) as fact_date,
        cast(1 as bigint) as amount,
        cast(0 as bigint) as base
    from measures
    inner join {{ ref('fct_conversations') }} as conversations
        on
            measures.kind = 'conversation_themes'
            and instr(
                '|' || coalesce(conversations.topics, '') || '|'
                || coalesce(conversations.trackers, '') || '|',
                '|' || measures.value || '|'
            ) > 0
    where conversations.is_customer_conversation
    {%- endif %}
    {%- if 'api_gateway' in var('sources') %}
    union all
    select
        measures.measure_key,
        requests.account_id,
        cast({{ utc_to_local('requests.requested_at') }} as date) as fact_date,
        cast(
            case
                when measures.kind = 'failed_requests' and requests.is_error then 1
                when requests.latency_ms > {{ numeric_value('measures.value') }} then 1
            end as bigint
        ) as amount,
        cast(1 as bigint) as base
    from measures
    cross join {{ ref('fct_api_requests') }} as requests
    where
        measures.kind in ('failed_requests', 'slow_requests')
        and requests.request_kind = 'request'
    {%- endif %}

),

final as (

    select
        measure_key,
        account_id,
        fact_date,
        cast(null as {{ dbt.type_string() }}) as item,
        cast(coalesce(sum(amount), 0) as bigint) as amount,
        cast(coalesce(sum(base), 0) as bigint) as base
    from told
    where account_id is not null and fact_date is not null
    group by
        measure_key,
        account_id,
        fact_date

)

select * from final
