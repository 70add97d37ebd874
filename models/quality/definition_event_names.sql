with

funnel_names as (

    select
        cast('funnel_steps' as {{ dbt.type_string() }}) as seed,
        funnel_name as definition_name,
        event_name
    from {{ ref('int_funnel_steps__defined') }}
    where event_name is not null

),

start_names as (

    select
        cast('retention_curves' as {{ dbt.type_string() }}) as seed,
        retention_name as definition_name,
        start_event as event_name
    from {{ ref('int_retention_curves__defined') }}
    where start_event is not null

),

return_names as (

    select
        cast('retention_curves' as {{ dbt.type_string() }}) as seed,
        retention_name as definition_name,
        return_event as event_name
    from {{ ref('int_retention_curves__defined') }}
    where return_event is not null

),

names as (

    select * from funnel_names
    union distinct
    select * from start_names
    union distinct
    select * from return_names

),

catalogue as (

    select
        event_name,
        accepted_count
    from {{ ref('event_catalogue') }}

),

final as (

    select
        names.seed,
        names.definition_name,
        names.event_name,
        coalesce(catalogue.accepted_count > 0, false) as is_seen
    from names
    left join catalogue on names.event_name = catalogue.event_name

)

select
    seed,
    definition_name,
    event_name,
    is_seen
from final
