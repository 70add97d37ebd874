{{ config(materialized='table', enabled='salesforce' in var('sources')) }}

with recursive

versions as (

    select row_id
    from {{ ref('int_record_versions') }}
    where source = 'salesforce' and record_type = 'account' and is_current

),

said as (

    select
        row_id,
        record_id,
        created_at,
        is_deleted,
        parent_id,
        master_id,
        account_id,
        name,
        account_type,
        industry,
        employee_count,
        customer_id
    from {{ ref('stg_salesforce__accounts') }}

),

endings as (

    {{ last_endings(ref('stg_salesforce__accounts')) }}

),

accounts as (

    select
        said.record_id,
        said.created_at,
        said.is_deleted or endings.record_id is not null as is_deleted,
        said.parent_id,
        said.master_id,
        said.account_id,
        said.name,
        said.account_type,
        said.industry,
        said.employee_count,
        said.customer_id
    from versions
    inner join said on versions.row_id = said.row_id
    left join endings on said.record_id = endings.record_id

),

mergers as (

    select
        record_id,
        master_id
    from accounts
    where master_id is not null and master_id <> record_id

),

-- from each merged account to those that it was merged into; a line that comes by its
-- mark again is a circle, and ends: the mark moves on whenever the line has become twice
-- as long
walks as (

    select
        record_id,
        master_id as reached_id,
        record_id as mark,
        1 as steps,
        1 as mark_at
    from mergers
    union all
    select
        walks.record_id,
        mergers.master_id as reached_id,
        case when walks.steps = walks.mark_at then walks.reached_id else walks.mark end
            as mark,
        walks.steps + 1 as steps,
        case when walks.steps = walks.mark_at then 2 else 1 end * walks.mark_at as mark_at
    from walks
    inner join mergers on walks.reached_id = mergers.record_id
    where walks.reached_id <> walks.mark

),

survivors as (

    select
        walks.record_id,
        walks.reached_id as survivor_id
    from walks
    left join mergers on walks.reached_id = mergers.record_id
    where mergers.record_id is null

),

-- the account of each is the one that it names itself
named as (

    select
        accounts.record_id,
        coalesce(accounts.account_id, accounts.record_id) as own_account_id,
        coalesce(survivors.survivor_id, accounts.record_id) as survivor_id
    from accounts
    left join survivors on accounts.record_id = survivors.record_id

),

links as (

    select
        named.record_id,
        named.own_account_id,
        named.survivor_id,
        coalesce(into_accounts.own_account_id, named.survivor_id) as account_id
    from named
    left join named as into_accounts on named.survivor_id = into_accounts.record_id

),

final as (

    select
        accounts.record_id as crm_account_id,
        links.own_account_id,
        links.account_id,
        links.survivor_id <> accounts.record_id as is_merged,
        case
            when links.survivor_id = accounts.record_id
                then coalesce(parents.account_id, accounts.parent_id)
        end as parent_account_id,
        accounts.name,
        accounts.account_type,
        accounts.industry,
        accounts.employee_count,
        accounts.customer_id,
        accounts.is_deleted,
        accounts.created_at
    from accounts
    inner join links on accounts.record_id = links.record_id
    left join links as parents on accounts.parent_id = parents.record_id

)

select * from final
