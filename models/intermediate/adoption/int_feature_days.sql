with

uses as (

    select
        definition_name as feature_name,
        unit_id as person_id,
        row_id,
        event_date,
        occurred_at
    from {{ ref('int_event_matches') }}
    where family = 'feature'

),

accounts as (

    select
        row_id,
        account_id
    from {{ ref('int_events__labelled') }}

),

final as (

    select
        uses.feature_name,
        uses.person_id,
        uses.event_date,
        accounts.account_id,
        count(*) as uses,
        min(uses.occurred_at) as first_used_at,
        max(uses.occurred_at) as last_used_at
    from uses
    inner join accounts on uses.row_id = accounts.row_id
    group by
        uses.feature_name,
        uses.person_id,
        uses.event_date,
        accounts.account_id

)

select * from final
