{{ config(materialized='view') }}

select *
from {{ ref('fct_events') }}
where not is_bot
