with

dispositions as (

    select
        source,
        load_date,
        disposition,
        reason
    from {{ ref('int_events__dispositions') }}

),

final as (

    select
        source,
        load_date,
        disposition,
        reason,
        count(*) as rows
    from dispositions
    group by
        source,
        load_date,
        disposition,
        reason

)

select
    source,
    load_date,
    disposition,
    reason,
    rows
from final
