{{ config(meta={'holds': 'changes'}) }}

with

raw_names as (

    select
        source,
        raw_event_name,
        event_type,
        {{ snake_case('raw_event_name') }} as snake_name
    from {{ ref('int_events__unioned') }}
    where defect is null
    group by
        source,
        raw_event_name,
        event_type

),

named as (

    select
        source,
        raw_event_name,
        event_type,
        case
            when snake_name <> '' then snake_name
            when event_type = 'page' then 'page_view'
            when event_type = 'screen' then 'screen_view'
            when event_type in ('identify', 'group', 'alias') then event_type
        end as spelled_name
    from raw_names

),

aliases as (

    select
        source,
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}

),

final as (

    select
        named.source,
        named.raw_event_name,
        named.event_type,
        coalesce(own.event_name, anyones.event_name, named.spelled_name) as event_name
    from named
    left join aliases as own
        on
            named.source = own.source
            and named.spelled_name = own.spelled_name
    left join aliases as anyones
        on
            anyones.source = '*'
            and named.spelled_name = anyones.spelled_name

)

select * from final
