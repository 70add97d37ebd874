{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook='{{ open_landing_zone() }}',
) }}

with

rejected as (

    select
        row_id,
        reasons
    from {{ ref('int_events__rejected') }}
    where {{ in_this_load('row_id') }}

),

events as (

    select
        row_id,
        source,
        load_date,
        file,
        line_number,
        raw
    from {{ ref('int_events__read') }}
    where {{ in_this_load('row_id') }}

),

-- the text of a row that is wrong by itself was kept when it was read; that of a row
-- which a definition rejects is fetched from the landing zone: cheaper than keeping all
landed as (

    select
        row_id,
        trim(trailing chr(13) || chr(10) from raw) as raw
    from {{ source('landing', 'rejected_rows') }}

),

records as (

    select
        landed.source,
        landed.load_date,
        landed.file,
        landed.line_number,
        {{ split_to_json('versions.reason') }} as reasons,
        coalesce(landed.raw, landed.document) as raw
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('landing_records') }} as landed on versions.row_id = landed.row_id
    where versions.disposition = 'quarantined' and {{ in_this_load('versions.row_id') }}

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
    left join landed on events.row_id = landed.row_id
    union all
    select * from records

)

select
    source,
    load_date,
    file,
    line_number,
    reasons,
    raw
from final
