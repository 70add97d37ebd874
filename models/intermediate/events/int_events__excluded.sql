{{ config(materialized='view') }}

select
    row_id,
    source,
    load_date,
    event_name,
    cast('quarantined' as {{ dbt.type_string() }}) as disposition,
    reasons as reason
from {{ ref('int_events__rejected') }}
union all
select
    row_id,
    source,
    load_date,
    cast(null as {{ dbt.type_string() }}) as event_name,
    'duplicate' as disposition,
    reason
from {{ ref('int_events__duplicated') }}
