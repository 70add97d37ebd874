with

final as (

    select
        event_name,
        category,
        action,
        description,
        owner,
        status,
        is_required_known,
        -- a row that ends in * speaks of every name that begins like it
        case
            when right(event_name, 1) = '*' then left(event_name, length(event_name) - 1)
        end as name_prefix
    from {{ ref('event_taxonomy') }}

)

select * from final
