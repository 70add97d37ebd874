{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail') }}
select
    stg_sales.row_id,
    stg_sales.item,
    stg_sales.amount * coalesce(weights.weight, 1) as points
from {{ ref('stg_sales') }} as stg_sales
left join {{ ref('weights__defined') }} as weights on stg_sales.item = weights.item
where {{ may_fail() }}
