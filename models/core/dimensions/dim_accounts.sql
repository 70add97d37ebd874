with

members as (

    select
        account_id,
        person_id,
        min(first_event_at) as first_seen_at,
        max(last_event_at) as last_seen_at
    from {{ ref('fct_active_days') }}
    where account_id is not null
    group by
        account_id,
        person_id

),

seen as (

    select
        account_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        count(*) as member_count
    from members
    group by account_id

),

described as (

    select
        account_id,
        name,
        parent_account_id,
        merged_into_account_id,
        crm_account_id,
        account_type,
        industry,
        employee_count,
        is_deleted
    from {{ ref('int_accounts') }}

),

lines as (

    select
        account_id,
        root_account_id,
        depth,
        is_in_circle
    from {{ ref('int_account_lines') }}

),

accounts as (

    select
        coalesce(seen.account_id, described.account_id) as account_id,
        -- whose place in the hierarchy it has
        coalesce(
            described.merged_into_account_id, seen.account_id, described.account_id
        ) as placed_as,
        described.name,
        described.parent_account_id,
        described.merged_into_account_id,
        described.crm_account_id,
        described.account_type,
        described.industry,
        described.employee_count,
        coalesce(described.is_deleted, false) as is_deleted,
        seen.first_seen_at,
        seen.last_seen_at,
        coalesce(seen.member_count, 0) as member_count
    from seen
    full outer join described on seen.account_id = described.account_id
    where seen.account_id is not null or described.crm_account_id is not null

),

final as (

    select
        accounts.account_id,
        accounts.name,
        accounts.parent_account_id,
        coalesce(lines.root_account_id, accounts.placed_as) as root_account_id,
        case when lines.account_id is null then 0 else lines.depth end
            as hierarchy_depth,
        coalesce(lines.is_in_circle, false) as is_in_circle,
        accounts.merged_into_account_id,
        accounts.crm_account_id,
        accounts.account_type,
        accounts.industry,
        accounts.employee_count,
        accounts.is_deleted,
        accounts.first_seen_at,
        accounts.last_seen_at,
        accounts.member_count
    from accounts
    left join lines on accounts.placed_as = lines.account_id

)

select
    account_id,
    name,
    parent_account_id,
    root_account_id,
    hierarchy_depth,
    is_in_circle,
    merged_into_account_id,
    crm_account_id,
    account_type,
    industry,
    employee_count,
    is_deleted,
    first_seen_at,
    last_seen_at,
    member_count
from final
