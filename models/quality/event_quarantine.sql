{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

rejected as (

    select
        row_id,
        reasons
    from {{ ref('int_events__rejected') }}

),

events as (

    select
        row_id,
        source,
        load_date,
        file,
        line_number,
        defect,
        raw
    from {{ ref('int_events__unioned') }}

),

-- staging keeps the text of what it could not read; that of rows which were read and then
-- rejected is fetched from the landing zone again: cheaper than keeping every row's text
landed as (

    select
        row_id,
        trim(trailing chr(13) || chr(10) from raw) as raw
    from {{ source('landing', 'rejected_rows') }}

),

final as (

    select
        events.source,
        events.load_date,
        events.file,
        events.line_number,
        {{ split_to_json('rejected.reasons') }} as reasons,
        coalesce(events.raw, landed.raw) as raw
    from events
    inner join rejected on events.row_id = rejected.row_id
    left join landed
        on
            events.row_id = landed.row_id
            and events.defect is null

)

select
    source,
    load_date,
    file,
    line_number,
    reasons,
    raw
from final
