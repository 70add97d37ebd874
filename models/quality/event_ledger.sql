with

accepted as (

    select
        source,
        load_date,
        'accepted' as disposition,
        '' as reason,
        count(*) as rows
    from {{ ref('int_events__enriched') }}
    group by
        source,
        load_date

),

set_aside as (

    select
        source,
        load_date,
        disposition,
        reason,
        count(*) as rows
    from {{ ref('int_events__set_aside') }}
    group by
        source,
        load_date,
        disposition,
        reason

),

final as (

    select * from accepted
    union all
    select * from set_aside

)

select
    source,
    load_date,
    cast(disposition as {{ dbt.type_string() }}) as disposition,
    reason,
    rows
from final
