{{ config(materialized='touched', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('int_scope_rows') }}

with

-- who is a server's event is left to readers: an engine that expects the question to
-- leave few rows would build the hash tables of their joins on these wide ones
final as (

    select
        row_id,
        event_id,
        source,
        occurred_at,
        event_date,
        stream_id,
        user_id,
        anonymous_id,
        device_id,
        account_id,
        tracker_session_id,
        is_server_side,
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
        country
    from {{ ref('int_events__enriched') }}
    {% if not is_full_rebuild() %}
    where row_id in (select chosen.row_id from {{ ref('int_scope_rows') }} as chosen)
    {% endif %}

)

select * from final
