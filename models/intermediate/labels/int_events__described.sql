{{ config(materialized='view') }}
-- a view: the wide half is written once per event, the narrow half (whose it is, which
-- session) as often as a login changes it. What both hold is taken from the narrow one

with

events as (

    select * from {{ ref('int_events__enriched') }}

),

labels as (

    select * from {{ ref('int_events__labelled') }}

),

final as (

    select
        {{ all_columns_but('events', [
            'event_name', 'event_type', 'occurred_at', 'event_date', 'account_id', 'is_bot',
        ]) }},
        labels.event_name,
        labels.event_type,
        labels.occurred_at,
        labels.event_date,
        labels.account_id,
        labels.person_id,
        labels.session_id,
        labels.is_bot
    from events
    inner join labels on events.row_id = labels.row_id

)

select * from final
