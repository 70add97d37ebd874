-- Of what this run read, and of what it took back, every row is an accepted event or is
-- set aside, once. Earlier rows have the fate that their own run proved.
with

raw_rows as (

    select row_id from {{ ref('int_events__unioned') }}
    union all
    select row_id from {{ ref('int_events__displaced') }}

),

fates as (

    select row_id from {{ ref('int_events__enriched') }}
    union all
    select row_id from {{ ref('int_events__set_aside') }}

),

final as (

    select
        raw_rows.row_id,
        count(fates.row_id) as fate_count
    from raw_rows
    left join fates on raw_rows.row_id = fates.row_id
    group by raw_rows.row_id

)

select * from final
where fate_count <> 1
