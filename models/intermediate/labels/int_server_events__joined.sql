{{ config(meta={'holds': 'changes'}) }}
{% set touched_events = ref('int_touched_events') %}
{% set session_persons_changed = ref('int_session_persons__changed') %}
{% set sessions_replaced = ref('int_sessions__replaced') %}

with

server_events as (

    select
        events.row_id,
        events.arrival,
        events.event_date,
        events.event_name,
        events.event_type,
        events.occurred_at,
        events.account_id,
        events.is_bot,
        users.person_id,
        settings.server_join_microseconds
    from {{ ref('int_events__enriched') }} as events
    inner join {{ ref('int_users__merged') }} as users
        on events.user_id = users.user_id
    inner join {{ ref('int_source_settings__defined') }} as settings
        on events.source = settings.source
    where events.is_server_side

),

cut_sessions as (

    select
        session_id,
        person_id,
        started_at,
        ended_at
    from {{ ref('int_sessions__bounded') }}

),

{% if is_full_rebuild() %}
sessions as (

    select * from cut_sessions

),

events as (

    select * from server_events

),
{% else %}
events as (

    select *
    from server_events
    where
        person_id in (
            select persons.person_id
            from {{ session_persons_changed }} as persons
        )
        or row_id in (
            select touched.row_id
            from {{ touched_events }} as touched
            where touched.is_server_side
        )

),

event_persons as (

    select person_id
    from events
    group by person_id

),

-- of the persons who have such events alone: few ever do
kept_sessions as (

    select
        sessions.session_id,
        sessions.person_id,
        sessions.started_at,
        sessions.ended_at
    from {{ as_kept('fct_sessions') }} as sessions
    inner join event_persons on sessions.person_id = event_persons.person_id
    left join {{ sessions_replaced }} as replaced
        on sessions.session_id = replaced.session_id
    where replaced.session_id is null

),

sessions as (

    select * from cut_sessions
    union all
    select * from kept_sessions

),
{% endif %}

covered as (

    select
        events.row_id,
        sessions.session_id,
        row_number() over (
            partition by events.row_id
            order by
                -- one that lasts before one that has ended
                case when events.occurred_at <= sessions.ended_at then 0 else 1 end,
                sessions.started_at desc,
                sessions.session_id asc
        ) as candidate_number
    from events
    inner join sessions
        on
            events.person_id = sessions.person_id
            and events.occurred_at >= sessions.started_at
            and {{ microseconds('events.occurred_at') }}
            <= {{ microseconds('sessions.ended_at') }} + events.server_join_microseconds

),

final as (

    select
        events.row_id,
        events.arrival,
        events.event_date,
        events.event_name,
        events.event_type,
        events.occurred_at,
        events.account_id,
        events.is_bot,
        events.person_id,
        covered.session_id
    from events
    left join covered
        on
            events.row_id = covered.row_id
            and covered.candidate_number = 1

)

select * from final
