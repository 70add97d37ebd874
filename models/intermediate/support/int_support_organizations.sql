{{ config(materialized='view', enabled='zendesk' in var('sources')) }}

with

versions as (

    select row_id
    from {{ ref('int_record_versions') }}
    where is_current

),

final as (

    select
        said.record_id as organization_id,
        said.account_id
    from versions
    inner join {{ ref('stg_zendesk__organizations') }} as said
        on versions.row_id = said.row_id

)

select * from final
