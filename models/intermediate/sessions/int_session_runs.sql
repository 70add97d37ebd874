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

runs as (

    select
        stream_id,
        run_number,
        min(microsecond) as first_microsecond,
        max(microsecond) as last_microsecond
    from {{ ref('int_events__run') }}
    group by
        stream_id,
        run_number

),

-- two campaigns at one microsecond begin two runs there: their key is one
final as (

    select
        stream_id,
        first_microsecond,
        max(last_microsecond) as last_microsecond
    from runs
    group by
        stream_id,
        first_microsecond

)

select
    stream_id,
    first_microsecond,
    last_microsecond
from final
