{{ config(
    materialized='staged',
    enabled='rudderstack' in var('sources'),
    meta={'holds': 'changes'},
) }}

with

calls as (

    {{ segment_calls('rudderstack', ['channel']) }} -- noqa: PRS

),

renamed as (

    select
        -- keys
        row_id,
        cast('rudderstack' as {{ dbt.type_string() }}) as source,
        load_date,
        file,
        line_number,

        -- what is wrong with the row
        defect,
        wrong_types,
        raw,

        -- what happened
        raw_event_name,
        event_type,
        properties,
        traits,
        consent,

        -- when: the collector has corrected the device's clock, hence no sent_at
        event_timestamp,
        received_at,

        -- who
        message_id,
        content_hash,
        is_summary,
        user_id,
        anonymous_id,
        device_id,
        account_id,
        previous_id,
        tracker_session_id,

        -- where
        app_version,
        client_device_type,
        screen_width,
        screen_height,
        page_title,
        user_agent,
        page_url,
        referrer,
        campaign_source,
        campaign_medium,
        campaign_name,
        campaign_term,
        campaign_content,
        country,
        region,
        city,
        screen_name,
        client_platform
    from calls

)

select * from renamed
