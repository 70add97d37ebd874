with recursive

parents as (

    select
        account_id,
        parent_account_id
    from {{ ref('int_accounts') }}
    where parent_account_id is not null

),

-- from each account upwards; a line that comes by its mark again is a circle, and ends:
-- the mark moves on whenever the line has become twice as long
walks as (

    select
        account_id,
        parent_account_id as reached_id,
        account_id as mark,
        1 as steps,
        1 as mark_at
    from parents
    union all
    select
        walks.account_id,
        parents.parent_account_id as reached_id,
        case when walks.steps = walks.mark_at then walks.reached_id else walks.mark end
            as mark,
        walks.steps + 1 as steps,
        case when walks.steps = walks.mark_at then 2 else 1 end * walks.mark_at as mark_at
    from walks
    inner join parents on walks.reached_id = parents.account_id
    where walks.reached_id <> walks.mark

),

final as (

    select
        walks.account_id,
        -- the only one without a parent, which a circle has not
        max(case when parents.account_id is null then walks.reached_id end)
            as root_account_id,
        cast(max(case when parents.account_id is null then walks.steps end) as bigint)
            as depth,
        max(case when walks.reached_id = walks.account_id then 1 else 0 end) = 1
            as is_in_circle
    from walks
    left join parents on walks.reached_id = parents.account_id
    group by walks.account_id

)

select * from final
