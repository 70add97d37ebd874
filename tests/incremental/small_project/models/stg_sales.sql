{{ config(schema='staging', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('landing_files') }}
select
    row_id,
    json_extract_string(document, '$.item') as item,
    cast(json_extract_string(document, '$.amount') as bigint) as amount
from {{ source('tracker', 'events') }}
where {{ may_fail() }}
