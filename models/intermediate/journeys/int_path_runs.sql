{{ config(materialized='view', meta={'holds': 'changes'}) }}

with

paths as (

    select
        path_name,
        start_item,
        end_item,
        gap_seconds
    from {{ ref('int_paths__defined') }}

),

-- a conversion that is no item has no part in the gaps and repeats of those that are
followed as (

    select
        *,
        lag(occurred_at) over in_order as previous_at,
        lag(item) over in_order as previous_item
    from {{ ref('int_path_visits') }}
    window in_order as (
        partition by path_name, person_id, item is null
        order by occurred_at, arrival, row_id
    )

),

cut as (

    select
        followed.*,
        paths.start_item,
        paths.end_item,
        paths.gap_seconds,
        followed.item is not null
        and coalesce(
            {{ seconds_between('followed.previous_at', 'followed.occurred_at') }}
            > paths.gap_seconds,
            true
        ) as begins_run
    from followed
    inner join paths on followed.path_name = paths.path_name

),

numbered as (

    select
        *,
        item is not null
        and (begins_run or item <> previous_item) as is_step,
        sum(case when begins_run then 1 else 0 end) over so_far as run_number,
        max(case when item is not null then occurred_at end) over so_far as last_item_at
    from cut
    window so_far as (
        partition by path_name, person_id
        order by occurred_at, arrival, row_id
        rows between unbounded preceding and current row
    )

),

-- the place of a step among those of its run; of anything else, that of the step before
placed as (

    select
        *,
        sum(case when is_step then 1 else 0 end) over (
            partition by path_name, person_id, run_number
            order by occurred_at, arrival, row_id
            rows between unbounded preceding and current row
        ) as place
    from numbered
    where
        run_number > 0
        and {{ seconds_between('last_item_at', 'occurred_at') }} <= gap_seconds

),

started as (

    select
        *,
        case
            when start_item is null then 1
            else min(case when is_step and item = start_item then place end) over run
        end as first_place,
        max(
            case when is_conversion then place - case when is_step then 1 else 0 end end
        ) over run as conversion_place
    from placed
    window run as (partition by path_name, person_id, run_number)

),

ended as (

    select
        *,
        min(
            case
                when
                    is_step
                    and item = end_item
                    and (start_item is null or place > first_place)
                    then place
            end
        ) over run as end_place,
        max(place) over run as run_length
    from started
    window run as (partition by path_name, person_id, run_number)

),

final as (

    select
        path_name,
        person_id,
        cast(run_number as bigint) as run_number,
        cast(place - first_place as bigint) as items_before,
        cast(
            case when end_item is null then run_length else end_place end
            - first_place + 1 as bigint
        ) as item_count,
        item,
        occurred_at,
        coalesce(conversion_place >= first_place, false) as is_converted
    from ended
    where
        is_step
        and place >= first_place
        and place <= case when end_item is null then run_length else end_place end

)

select * from final
