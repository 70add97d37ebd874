select
    item,
    cast(weight as bigint) as weight
from {{ ref('weights') }}
where {{ may_fail() }}
