{{ config(materialized='view', meta={'published_as': 'view'}) }}

select *
from {{ ref('fct_events') }}
where not is_bot
