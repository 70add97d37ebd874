with

identifiers as (

    select
        identifier_type,
        identifier,
        user_count,
        visitor_count,
        first_seen_at,
        is_shared
    from {{ ref('int_identifiers') }}
    where user_count > 1 or is_shared

)

select
    identifier_type,
    identifier,
    user_count,
    cast(visitor_count as bigint) as visitor_count,
    first_seen_at,
    is_shared as is_never_stitched
from identifiers
