{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

landed as (

    select
        row_id,
        table_name,
        load_date,
        file,
        line_number,
        raw,
        document,
        {{ reading_defect('defect', 'document') }} as defect
    from {{ source('landing', 'records') }}

),

files as (

    select
        file_number,
        file_position
    from {{ ref('landing_files') }}

),

final as (

    select
        landed.row_id,
        split_part(landed.table_name, '/', 1) as source,
        landed.table_name,
        landed.load_date,
        landed.file,
        landed.line_number,
        {{ arrival(
            'cast(null as timestamp)', 'landed.load_date', 'files.file_position', 'landed.line_number'
        ) }} as arrival,
        landed.defect,
        case
            when landed.defect is not null
                then trim(trailing chr(13) || chr(10) from landed.raw)
        end as raw,
        case when landed.defect is null then landed.document end as document,
        case
            when landed.defect is null
                then md5({{
                    canonical_json(json_without('landed.document', loader_columns()))
                }})
        end as content_hash
    from landed
    inner join files on {{ file_number('landed.row_id') }} = files.file_number

)

select * from final
