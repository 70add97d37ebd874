{{ config(materialized='view', meta={'published_as': 'view'}) }}

select *
from {{ ref('fct_sessions') }}
where not is_bot
