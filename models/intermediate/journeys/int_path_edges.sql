with

paths as (

    select
        path_name,
        max_edges,
        segment_name,
        asks_person
    from {{ ref('int_paths__defined') }}

),

edges as (

    select
        steps.path_name,
        steps.step_number,
        steps.item as source_item,
        steps.next_item as target_item,
        paths.max_edges,
        count(*) as transitions,
        {{ mean_seconds('steps.seconds_to_next') }} as avg_seconds
    from {{ ref('int_path_steps') }} as steps
    inner join paths on steps.path_name = paths.path_name
    left join {{ ref('int_segment_persons') }} as members
        on
            paths.segment_name = members.segment_name
            and steps.person_id = members.person_id
    where
        steps.next_item is not null
        and (not paths.asks_person or members.person_id is not null)
    group by
        steps.path_name,
        steps.step_number,
        steps.item,
        steps.next_item,
        paths.max_edges

),

ranked as (

    select
        *,
        row_number() over (
            partition by path_name
            order by transitions desc, step_number asc, source_item asc, target_item asc
        ) as edge_rank
    from edges

),

final as (

    select
        path_name,
        step_number,
        source_item,
        target_item,
        max_edges is not null as is_limited,
        transitions,
        avg_seconds
    from ranked
    where edge_rank <= coalesce(max_edges, edge_rank)

)

select * from final
