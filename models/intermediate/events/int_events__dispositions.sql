{{ config(meta={'holds': 'changes'}) }}

with

unioned as (

    select
        row_id,
        source,
        load_date
    from {{ ref('int_events__unioned') }}

),

rejected as (

    select
        row_id,
        reasons
    from {{ ref('int_events__rejected') }}

),

duplicated as (

    select
        row_id,
        reason
    from {{ ref('int_events__duplicated') }}

),

accepted as (

    select row_id from {{ ref('int_events__enriched') }}

),

final as (

    select
        unioned.row_id,
        unioned.source,
        unioned.load_date,
        -- each fate is told by the model that decides it: a row that fell through all of
        -- them is null here and fails the not_null test
        case
            when rejected.row_id is not null then 'quarantined'
            when duplicated.row_id is not null then 'duplicate'
            when accepted.row_id is not null then 'accepted'
        end as disposition,
        coalesce(rejected.reasons, duplicated.reason, '') as reason
    from unioned
    left join rejected on unioned.row_id = rejected.row_id
    left join duplicated on unioned.row_id = duplicated.row_id
    left join accepted on unioned.row_id = accepted.row_id

)

select * from final
