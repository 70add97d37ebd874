{{ config(meta={'holds': 'changes'}, post_hook='{{ open_landing_zone() }}') }}

with

reasons as (

    select
        row_id,
        reason
    from {{ ref('int_structure_violations') }}
    union all
    select
        row_id,
        reason
    from {{ ref('int_taxonomy_violations') }}
    union all
    select
        row_id,
        reason
    from {{ ref('int_property_violations') }}

),

final as (

    select
        row_id,
        -- the wrong types of a row come as one text and sort behind every other reason
        {{ list_text('reason', 'reason') }} as reasons
    from reasons
    group by row_id

)

select * from final
