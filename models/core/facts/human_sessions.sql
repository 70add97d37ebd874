{{ config(materialized='view') }}

select *
from {{ ref('fct_sessions') }}
where not is_bot
