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

excluded as (

    select
        source,
        load_date,
        disposition,
        reason,
        count(*) as rows
    from {{ ref('int_events__excluded') }}
    group by
        source,
        load_date,
        disposition,
        reason

),

records as (

    select
        source,
        load_date,
        disposition,
        reason,
        count(*) as rows
    from {{ ref('int_record_versions') }}
    group by
        source,
        load_date,
        disposition,
        reason

),

unread as (

    select
        split_part(place, '/', 1) as source,
        cast(null as date) as load_date,
        'unread' as disposition,
        'unknown_place:' || place as reason,
        count(*) as rows
    from {{ source('landing', 'places') }}
    where {{ is_unread_place('place') }}
    group by place

),

final as (

    select * from accepted
    union all
    select * from excluded
    union all
    select * from records
    union all
    select * from unread

)

select
    source,
    load_date,
    cast(disposition as {{ dbt.type_string() }}) as disposition,
    reason,
    rows
from final
