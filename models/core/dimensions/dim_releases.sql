{{ config(enabled='releases' in var('sources')) }}

select
    source,
    kind,
    release_id,
    name,
    version,
    service,
    environment,
    is_production,
    status,
    announced_at,
    released_at,
    replaced_at,
    rolled_back_at,
    rollback_of,
    flags,
    url,
    is_deleted
from {{ ref('int_releases') }}
