{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['person_id'], 'listed_in': 'int_persons__touched'},
    }
) }}
-- depends_on: {{ ref('int_persons__touched') }}

with

paths as (

    select
        path_name,
        max_steps,
        cast(floor(max_steps / 2.0) as bigint) as half_steps,
        end_item is not null and start_item is null as ends_alone,
        end_item is not null and start_item is not null as has_both_ends,
        conversion_event is not null as asks_conversion
    from {{ ref('int_paths__defined') }}

),

items as (

    select
        runs.*,
        paths.max_steps,
        paths.half_steps,
        paths.ends_alone,
        paths.asks_conversion,
        runs.item_count - runs.items_before as items_left,
        paths.has_both_ends and runs.item_count > paths.max_steps as is_folded
    from {{ ref('int_path_runs') }} as runs
    inner join paths on runs.path_name = paths.path_name

),

numbered as (

    select
        *,
        is_folded
        and items_before >= half_steps
        and items_left > half_steps as is_in_fold,
        case
            when is_folded and items_left <= half_steps
                then 2 * half_steps + 2 - items_left
            when is_folded and items_before >= half_steps then half_steps + 1
            when ends_alone and item_count > max_steps
                then items_before - (item_count - max_steps) + 1
            else items_before + 1
        end as step_number
    from items

),

-- into the fold time runs to its first item, out of it from its last
folded as (

    select
        path_name,
        person_id,
        run_number,
        step_number,
        asks_conversion,
        is_converted,
        case when is_in_fold then '...' else item end as item,
        min(occurred_at) as reached_at,
        max(occurred_at) as left_at
    from numbered
    where
        step_number >= 1
        and (is_folded or step_number <= max_steps)
    group by
        path_name,
        person_id,
        run_number,
        step_number,
        asks_conversion,
        is_converted,
        case when is_in_fold then '...' else item end

),

sequences as (

    select
        path_name,
        person_id,
        run_number,
        replace(
            {{ list_text("replace(item, '|', '%7C')", 'step_number') }}, '|', ' > '
        ) as sequence
    from folded
    group by
        path_name,
        person_id,
        run_number

),

followed as (

    select
        *,
        lead(item) over run as next_item,
        lead(reached_at) over run as next_reached_at
    from folded
    window run as (
        partition by path_name, person_id, run_number
        order by step_number
    )

),

final as (

    select
        followed.path_name,
        followed.person_id,
        followed.run_number,
        followed.step_number,
        followed.item,
        followed.reached_at,
        followed.next_item,
        {{ seconds_between('followed.left_at', 'followed.next_reached_at') }}
            as seconds_to_next,
        sequences.sequence,
        case when followed.asks_conversion then followed.is_converted end
            as is_converted
    from followed
    left join sequences
        on
            followed.path_name = sequences.path_name
            and followed.person_id = sequences.person_id
            and followed.run_number = sequences.run_number
            and followed.step_number = 1

)

select * from final
