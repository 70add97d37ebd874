-- Every row that was read is an accepted event or is excluded, once.
with

fates as (

    select row_id from {{ ref('int_events__enriched') }}
    union all
    select row_id from {{ ref('int_events__excluded') }}

),

final as (

    select
        read_rows.row_id,
        count(fates.row_id) as fate_count
    from {{ ref('int_events__read') }} as read_rows
    left join fates on read_rows.row_id = fates.row_id
    group by read_rows.row_id

)

select * from final
where fate_count <> 1
