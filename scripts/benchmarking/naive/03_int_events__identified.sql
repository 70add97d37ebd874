-- the last login on a browser takes all of its history
create table int_events__identified as
with

logins as (

    select
        coalesce(anonymous_id, device_id) as visitor_id,
        max_by(user_id, occurred_at) as user_id
    from int_events__deduplicated
    where
        user_id is not null
        and coalesce(anonymous_id, device_id) is not null
    group by coalesce(anonymous_id, device_id)

)

select
    events.*,
    coalesce(
        events.user_id, logins.user_id, events.anonymous_id, events.device_id
    ) as person_id
from int_events__deduplicated as events
left join logins
    on coalesce(events.anonymous_id, events.device_id) = logins.visitor_id;
