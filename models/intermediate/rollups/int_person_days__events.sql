{{ config(meta={'holds': 'changes'}) }}

with

days as (

    select
        person_id,
        event_date
    from {{ ref('int_person_days__changed') }}

),

-- by person first: asked for one column, an engine skips rows while it reads them
final as (

    select
        labels.row_id,
        labels.person_id,
        labels.event_date,
        labels.event_name,
        labels.account_id,
        labels.occurred_at,
        labels.is_bot
    from {{ ref('int_events__labelled') }} as labels
    inner join days
        on
            labels.person_id = days.person_id
            and labels.event_date = days.event_date
    where labels.person_id in (select persons.person_id from days as persons)

)

select * from final
