with

statements as (

    select
        account_id,
        arrival,
        occurred_at,
        name,
        parent_account_id
    from {{ ref('int_trait_statements') }}

),

named as (

    select
        account_id,
        name,
        row_number() over (
            partition by account_id order by occurred_at desc, arrival desc
        ) as recency
    from statements
    where name is not null

),

parented as (

    select
        account_id,
        parent_account_id,
        row_number() over (
            partition by account_id order by occurred_at desc, arrival desc
        ) as recency
    from statements
    where
        parent_account_id is not null
        and parent_account_id <> account_id

),

last_names as (

    select *
    from named
    where recency = 1

),

last_parents as (

    select *
    from parented
    where recency = 1

),

stated as (

    select
        coalesce(named.account_id, parented.account_id) as account_id,
        named.name,
        parented.parent_account_id
    from last_names as named
    full outer join last_parents as parented
        on named.account_id = parented.account_id

),

crm as (

    {% if 'salesforce' in var('sources') -%}
    select
        own_account_id,
        account_id,
        crm_account_id,
        parent_account_id,
        name,
        account_type,
        industry,
        employee_count,
        is_deleted,
        -- several may name one account: one that goes on, else the oldest
        row_number() over (
            partition by own_account_id
            order by is_deleted, is_merged, created_at, crm_account_id
        ) as choice
    from {{ ref('int_crm_accounts') }}
    {%- else -%}
    select
        cast(null as {{ dbt.type_string() }}) as own_account_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        cast(null as {{ dbt.type_string() }}) as crm_account_id,
        cast(null as {{ dbt.type_string() }}) as parent_account_id,
        cast(null as {{ dbt.type_string() }}) as name,
        cast(null as {{ dbt.type_string() }}) as account_type,
        cast(null as {{ dbt.type_string() }}) as industry,
        cast(null as bigint) as employee_count,
        cast(null as boolean) as is_deleted,
        cast(null as bigint) as choice
    from statements
    where false
    {%- endif %}

),

chosen as (

    select *
    from crm
    where choice = 1

),

described as (

    select
        coalesce(chosen.own_account_id, stated.account_id) as account_id,
        coalesce(chosen.name, stated.name) as name,
        nullif(chosen.account_id, chosen.own_account_id) as merged_into_account_id,
        chosen.parent_account_id as crm_parent_id,
        stated.parent_account_id as stated_parent_id,
        chosen.crm_account_id,
        chosen.account_type,
        chosen.industry,
        chosen.employee_count,
        chosen.is_deleted
    from stated
    full outer join chosen on stated.account_id = chosen.own_account_id

),

final as (

    select
        described.account_id,
        described.name,
        -- one that was merged is below nothing: it is the other
        case
            when described.merged_into_account_id is null
                then coalesce(
                    described.crm_parent_id,
                    nullif(
                        coalesce(parents.account_id, described.stated_parent_id),
                        described.account_id
                    )
                )
        end as parent_account_id,
        described.merged_into_account_id,
        described.crm_account_id,
        described.account_type,
        described.industry,
        described.employee_count,
        coalesce(described.is_deleted, false) as is_deleted
    from described
    left join chosen as parents on described.stated_parent_id = parents.own_account_id

)

select * from final
