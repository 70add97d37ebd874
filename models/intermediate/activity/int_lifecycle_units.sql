with

definitions as (

    select
        asked.lifecycle_name,
        asked.interval as period,
        asked.unit,
        asked.anchor
    from {{ ref('lifecycle_definitions') }} as asked

),

-- many to many on purpose: each unit begins for each definition of its kind
first_seen as (

    select
        definitions.lifecycle_name,
        definitions.period,
        case
            when definitions.unit = 'account' then days.account_id
            else days.person_id
        end as unit_id,
        days.first_event_at
    from {{ ref('fct_active_days') }} as days
    inner join definitions
        on definitions.unit <> 'account' or days.account_id is not null
    where definitions.anchor = 'first_seen' and not days.is_bot

),

first_matches as (

    select
        definitions.lifecycle_name,
        definitions.period,
        spans.unit_id,
        spans.first_event_at
    from {{ ref('int_active_spans') }} as spans
    inner join definitions
        on spans.definition_name = definitions.lifecycle_name
    where spans.family = 'lifecycle' and definitions.anchor = 'first_match'

),

candidates as (

    select * from first_seen
    union all
    select * from first_matches

),

first_events as (

    select
        lifecycle_name,
        period,
        unit_id,
        min(first_event_at) as anchored_at
    from candidates
    group by
        lifecycle_name,
        period,
        unit_id

),

final as (

    select
        lifecycle_name,
        unit_id,
        anchored_at,
        {{ start_of_period('period', utc_to_local('anchored_at')) }} as anchor_period
    from first_events

)

select * from final
