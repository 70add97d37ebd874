{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={'replaces': {
        'keys': ['stream_id', 'first_microsecond'],
        'listed_in': 'int_session_runs__replaced',
    }},
) }}
-- depends_on: {{ ref('int_session_runs__replaced') }}

with

final as (

    select
        stream_id,
        run_number,
        min(microsecond) as first_microsecond,
        max(microsecond) as last_microsecond
    from {{ ref('int_events__run') }}
    group by
        stream_id,
        run_number

)

select
    stream_id,
    first_microsecond,
    last_microsecond
from final
