-- windows over the wide rows
create table int_events__sessionized as
with

with_previous as (

    select
        *,
        lag(occurred_at) over (
            partition by person_id order by occurred_at, message_id
        ) as previous_occurred_at
    from int_events__identified

),

with_starts as (

    select
        *,
        case
            when previous_occurred_at is null then 1
            when occurred_at - previous_occurred_at > interval 30 minutes then 1
            else 0
        end as starts_session
    from with_previous

),

with_numbers as (

    select
        *,
        sum(starts_session) over (
            partition by person_id
            order by occurred_at, message_id
            rows between unbounded preceding and current row
        ) as session_number
    from with_starts

)

select
    *,
    md5(person_id || '|' || session_number) as session_id
from with_numbers;
