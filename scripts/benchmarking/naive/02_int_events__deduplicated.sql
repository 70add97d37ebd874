create table int_events__deduplicated as
select *
from stg_events
where
    occurred_at is not null
    and raw_event_name is not null
    and coalesce(user_id, anonymous_id, device_id) is not null
qualify row_number() over (
    partition by coalesce(
        message_id,
        md5(concat_ws(
            '|', raw_event_name, occurred_at, user_id, anonymous_id, device_id, properties
        ))
    )
    order by received_at nulls last, load_date, filename
) = 1;
