{{ config(materialized='view', enabled='salesforce' in var('sources')) }}

with

versions as (

    select
        row_id,
        source,
        version_number,
        valid_from,
        valid_to,
        is_current
    from {{ ref('int_record_versions') }}
    where
        source = 'salesforce'
        and record_type = 'opportunity'
        and disposition = 'accepted'

),

said as (

    select *
    from {{ ref('stg_salesforce__opportunities') }}

),

endings as (

    {{ last_endings(ref('stg_salesforce__opportunities')) }}

),

accounts as (

    select
        crm_account_id,
        account_id
    from {{ ref('int_crm_accounts') }}

),

exponents as (

    select
        currency,
        exponent
    from {{ ref('currencies') }}

),

-- amounts come in the major unit
final as (

    select
        versions.source,
        said.record_id as opportunity_id,
        versions.version_number,
        versions.valid_from,
        coalesce(versions.valid_to, endings.ended_at) as valid_to,
        versions.is_current and endings.record_id is null as is_current,
        said.crm_account_id,
        coalesce(accounts.account_id, said.crm_account_id) as account_id,
        said.stage,
        said.is_won,
        said.is_closed,
        said.close_date,
        said.currency,
        coalesce(exponents.exponent, 2) as currency_exponent,
        cast(
            said.major_amount
            * cast(power(10, coalesce(exponents.exponent, 2)) as decimal(6, 0))
            as decimal(30, 6)
        ) as amount,
        said.probability,
        said.forecast_category,
        said.opportunity_type,
        said.is_deleted,
        said.created_at
    from versions
    inner join said on versions.row_id = said.row_id
    left join endings on said.record_id = endings.record_id
    left join accounts on said.crm_account_id = accounts.crm_account_id
    left join exponents on said.currency = exponents.currency

)

select * from final
