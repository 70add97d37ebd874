-- Edges into an item are as many as those out of it, but for paths that begin or end
-- there; runs of sequences are the runs; no path is longer than asked, and edges of a
-- limited definition are among all of its edges.
with

paths as (

    select
        path_name,
        max_steps,
        max_edges,
        start_item is not null and end_item is not null as has_both_ends,
        segment_name,
        asks_person
    from {{ ref('int_paths__defined') }}

),

steps as (

    select
        steps.path_name,
        steps.person_id,
        steps.run_number,
        steps.step_number,
        steps.item,
        steps.next_item,
        steps.is_converted,
        paths.max_edges,
        case
            when paths.has_both_ends then 2 * floor(paths.max_steps / 2.0) + 1
            else paths.max_steps
        end as last_step
    from {{ ref('int_path_steps') }} as steps
    inner join paths on steps.path_name = paths.path_name
    left join {{ ref('int_segment_persons') }} as members
        on
            paths.segment_name = members.segment_name
            and steps.person_id = members.person_id
    where not paths.asks_person or members.person_id is not null

),

-- what each item of a step has of runs that begin and end there
items as (

    select
        path_name,
        step_number,
        item,
        count(case when step_number = 1 then 1 end) as begun,
        count(case when next_item is null then 1 end) as done
    from steps
    where max_edges is null
    group by
        path_name,
        step_number,
        item

),

edges_in as (

    select
        path_name,
        step_number + 1 as step_number,
        target_item as item,
        sum(transitions) as transitions
    from {{ ref('path_edges') }}
    group by
        path_name,
        step_number + 1,
        target_item

),

edges_out as (

    select
        path_name,
        step_number,
        source_item as item,
        sum(transitions) as transitions
    from {{ ref('path_edges') }}
    group by
        path_name,
        step_number,
        source_item

),

runs as (

    select
        path_name,
        count(*) as runs,
        count(case when is_converted then 1 end) as conversions
    from steps
    where step_number = 1
    group by path_name

),

sequences as (

    select
        path_name,
        sum(runs) as runs,
        coalesce(sum(conversions), 0) as conversions,
        count(case when units > runs or conversions > runs then 1 end) as impossible
    from {{ ref('path_sequences') }}
    group by path_name

),

limits as (

    select
        edges.path_name,
        paths.max_edges,
        count(*) as edges
    from {{ ref('path_edges') }} as edges
    inner join paths on edges.path_name = paths.path_name
    group by
        edges.path_name,
        paths.max_edges

)

select
    items.path_name,
    items.item,
    'edges in and out differ by more than the ends' as problem
from items
left join edges_in
    on
        items.path_name = edges_in.path_name
        and items.step_number = edges_in.step_number
        and items.item = edges_in.item
left join edges_out
    on
        items.path_name = edges_out.path_name
        and items.step_number = edges_out.step_number
        and items.item = edges_out.item
where
    items.begun + coalesce(edges_in.transitions, 0)
    <> items.done + coalesce(edges_out.transitions, 0)
union all
select
    runs.path_name,
    null as item,
    'runs of sequences are not the runs' as problem
from runs
left join sequences on runs.path_name = sequences.path_name
where
    sequences.runs is null
    or runs.runs <> sequences.runs
    or runs.conversions <> sequences.conversions
    or sequences.impossible > 0
union all
select
    path_name,
    item,
    'a path is longer than asked' as problem
from steps
where step_number > last_step
union all
select
    path_name,
    null as item,
    'more edges than asked' as problem
from limits
where edges > max_edges
