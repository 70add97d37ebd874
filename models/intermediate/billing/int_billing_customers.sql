{{ config(materialized='view', enabled='stripe' in var('sources')) }}

with

versions as (

    select row_id
    from {{ ref('int_record_versions') }}
    where record_type = 'customer' and is_current

),

customers as (

    select
        row_id,
        record_id,
        account_id,
        is_deleted
    from {{ ref('stg_stripe__customers') }}

),

final as (

    select
        customers.record_id as customer_id,
        customers.account_id,
        customers.is_deleted
    from versions
    inner join customers on versions.row_id = customers.row_id

)

select * from final
