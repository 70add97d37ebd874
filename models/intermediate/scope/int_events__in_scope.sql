{{ config(materialized='view', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('int_scope_rows') }}

with

events as (

    select
        row_id,
        event_id,
        source,
        event_name,
        event_type,
        occurred_at,
        event_date,
        stream_id,
        user_id,
        anonymous_id,
        device_id,
        account_id,
        tracker_session_id,
        platform,
        page_host,
        page_path,
        referrer_host,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_term,
        utm_content,
        device_type,
        country,
        is_bot
    from {{ ref('int_events__enriched') }}
    where not is_server_side

),

final as (

    select *
    from events
    {% if not covers_history() %}
    where row_id in (select chosen.row_id from {{ ref('int_scope_rows') }} as chosen)
    {% endif %}

)

select * from final
