{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

with

raw_names as (

    select
        source,
        raw_event_name,
        event_type,
        {{ snake_case('raw_event_name') }} as snake_name
    from {{ ref('int_events__read') }}
    where
        defect is null
        and {{ in_this_load('row_id') }}
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
        {{ is_known_type('event_type') }} as is_known_type,
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

taxonomy as (

    select
        event_name,
        category,
        status,
        is_required_known,
        -- a row that ends in * speaks of every name that begins like it
        case
            when right(event_name, 1) = '*' then left(event_name, length(event_name) - 1)
        end as name_prefix
    from {{ ref('event_taxonomy') }}

),

aliased as (

    select
        named.source,
        named.raw_event_name,
        named.event_type,
        named.is_known_type,
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

),

-- names that a prefix rule asks to be known, and that are not
unknown_names as (

    select aliased.event_name
    from aliased
    inner join taxonomy as prefixes
        on
            prefixes.is_required_known
            and left(aliased.event_name, length(prefixes.name_prefix))
            = prefixes.name_prefix
    left join taxonomy as known on aliased.event_name = known.event_name
    where known.event_name is null
    group by aliased.event_name

),

final as (

    select
        aliased.source,
        aliased.raw_event_name,
        aliased.event_type,
        aliased.event_name,
        taxonomy.category,
        case
            when aliased.event_name is null and aliased.is_known_type
                then 'missing_event_name'
            when taxonomy.status = 'blocked' then 'blocked_event'
            when unknown_names.event_name is not null then 'unknown_event'
        end as rejection
    from aliased
    left join taxonomy on aliased.event_name = taxonomy.event_name
    left join unknown_names on aliased.event_name = unknown_names.event_name

)

select * from final
{% if is_incremental() %}
except
select * from {{ this }}
{% endif %}
