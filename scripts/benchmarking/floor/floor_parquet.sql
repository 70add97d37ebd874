-- The least that any build pays: read the files, type the JSON, write the rows once.
create table staged as
with

parsed as (

    select
        *,
        from_json(
            case when json_valid(context) then context end,
            '{
                "page": {"url": "varchar", "referrer": "varchar", "title": "varchar"},
                "campaign": {
                    "source": "varchar", "medium": "varchar", "name": "varchar",
                    "term": "varchar", "content": "varchar"
                },
                "user_agent": "varchar",
                "app": {"version": "varchar"},
                "screen": {"width": "varchar", "height": "varchar"},
                "device": {"id": "varchar", "type": "varchar"}
            }'
        ) as client
    from read_parquet(getvariable('files'), filename = true, hive_partitioning = true)

)

select
    load_date,
    filename,
    coalesce(event, event_name) as event_name,
    type as event_type,
    try_cast(timestamp as timestamp) as tracked_at,
    try_cast(sent_at as timestamp) as sent_at,
    try_cast(received_at as timestamp) as received_at,
    message_id,
    user_id,
    anonymous_id,
    coalesce(device_id, client.device.id) as device_id,
    session_id,
    account_id,
    previous_id,
    client.page.url as page_url,
    client.page.referrer as referrer,
    client.page.title as page_title,
    client.campaign.source as campaign_source,
    client.campaign.medium as campaign_medium,
    client.campaign.name as campaign_name,
    client.campaign.term as campaign_term,
    client.campaign.content as campaign_content,
    client.user_agent as user_agent,
    client.app.version as app_version,
    client.screen.width as screen_width,
    client.screen.height as screen_height,
    client.device.type as device_type,
    properties,
    traits,
    consent
from parsed;
