{{ config(materialized='view', enabled='gong' in var('sources')) }}

with

calls as (

    select
        said.row_id,
        said.context
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_gong__calls') }} as said on versions.row_id = said.row_id
    where versions.is_current

),

systems as (

    select
        row_id,
        {{ each_json_element('context') }} as linked
    from calls

),

objects as (

    select
        row_id,
        {{ each_json_element(json_inner('linked', 'objects')) }} as object
    from systems

),

parsed as (

    select
        row_id,
        lower({{ json_inner('object', 'objectType') }}) as object_type,
        {{ json_inner('object', 'objectId') }} as object_id
    from objects

),

links as (

    {% if 'salesforce' in var('sources') -%}
    select
        crm_account_id,
        account_id
    from {{ ref('int_crm_accounts') }}
    {%- else -%}
    select
        object_id as crm_account_id,
        object_id as account_id
    from parsed
    where false
    {%- endif %}

),

told as (

    select
        row_id,
        {{ clean_identifier('object_id') }} as told_id
    from parsed
    where object_type = 'account'

),

linked_accounts as (

    select
        row_id,
        {{ salesforce_id('told_id') }} as crm_account_id
    from told
    where told_id is not null

),

accounts as (

    select distinct
        linked.row_id,
        coalesce(links.account_id, linked.crm_account_id) as account_id
    from linked_accounts as linked
    left join links on linked.crm_account_id = links.crm_account_id

),

final as (

    select
        row_id,
        count(*) as account_count,
        case when count(*) = 1 then min(account_id) end as account_id
    from accounts
    group by row_id

)

select * from final
