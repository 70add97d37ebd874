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

links as (

    {% if 'salesforce' in var('sources') -%}
    select
        customer_id,
        account_id,
        -- several may name one customer: one that goes on, else the oldest
        row_number() over (
            partition by customer_id
            order by is_deleted, is_merged, created_at, crm_account_id
        ) as choice
    from {{ ref('int_crm_accounts') }}
    where customer_id is not null
    {%- else -%}
    select
        record_id as customer_id,
        account_id,
        0 as choice
    from customers
    where false
    {%- endif %}

),

final as (

    select
        customers.record_id as customer_id,
        coalesce(customers.account_id, links.account_id) as account_id,
        customers.is_deleted
    from versions
    inner join customers on versions.row_id = customers.row_id
    left join links on customers.record_id = links.customer_id and links.choice = 1

)

select * from final
