-- The least that any build pays: read the files, type the JSON, write the rows once.
create table staged as
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
    coalesce(device_id, context.device.id) as device_id,
    session_id,
    account_id,
    previous_id,
    context.page.url as page_url,
    context.page.referrer as referrer,
    context.page.title as page_title,
    context.campaign.source as campaign_source,
    context.campaign.medium as campaign_medium,
    context.campaign.name as campaign_name,
    context.campaign.term as campaign_term,
    context.campaign.content as campaign_content,
    context.user_agent as user_agent,
    context.app.version as app_version,
    context.screen.width as screen_width,
    context.screen.height as screen_height,
    context.device.type as device_type,
    properties,
    traits,
    consent
from read_json(
    getvariable('files'),
    format = 'newline_delimited',
    ignore_errors = true,
    filename = true,
    hive_partitioning = true,
    columns = {
        event: 'varchar',
        event_name: 'varchar',
        type: 'varchar',
        timestamp: 'varchar',
        message_id: 'varchar',
        sent_at: 'varchar',
        received_at: 'varchar',
        user_id: 'varchar',
        anonymous_id: 'varchar',
        device_id: 'varchar',
        session_id: 'varchar',
        account_id: 'varchar',
        previous_id: 'varchar',
        properties: 'json',
        traits: 'json',
        consent: 'json',
        context: 'struct(
            page struct(url varchar, referrer varchar, title varchar),
            campaign struct(
                source varchar, medium varchar, name varchar, term varchar, content varchar
            ),
            user_agent varchar,
            app struct(version varchar),
            screen struct(width varchar, height varchar),
            device struct(id varchar, type varchar)
        )'
    }
);
