{{ config(materialized='view', enabled='salesforce' in var('sources')) }}

with

versions as (

    select
        row_id,
        source
    from {{ ref('int_record_versions') }}
    where source = 'salesforce' and record_type = 'contact' and is_current

),

said as (

    select *
    from {{ ref('stg_salesforce__contacts') }}

),

endings as (

    {{ last_endings(ref('stg_salesforce__contacts')) }}

),

accounts as (

    select
        crm_account_id,
        account_id
    from {{ ref('int_crm_accounts') }}

),

final as (

    select
        versions.source,
        said.record_id as contact_id,
        said.crm_account_id,
        coalesce(accounts.account_id, said.crm_account_id) as account_id,
        said.user_id,
        nullif(said.master_id, said.record_id) as merged_into_contact_id,
        said.is_deleted or endings.record_id is not null as is_deleted,
        said.created_at
    from versions
    inner join said on versions.row_id = said.row_id
    left join endings on said.record_id = endings.record_id
    left join accounts on said.crm_account_id = accounts.crm_account_id

)

select * from final
