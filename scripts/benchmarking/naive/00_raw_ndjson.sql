create view raw_events as
select *
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
        context: 'json'
    }
);
