{{ config(meta={'holds': 'changes'}) }}

with recursive

step_lists as (

    select
        funnel_name,
        step_list
    from {{ ref('funnel_unordered_events') }}
    group by
        funnel_name,
        step_list

),

classes as (

    select
        funnel_name,
        matched_lists,
        class_number,
        class_size
    from {{ ref('funnel_step_classes') }}

),

subsets as (

    select
        funnel_name,
        class_number as last_class,
        class_size as subset_size,
        matched_lists
    from classes
    union all
    select
        subsets.funnel_name,
        classes.class_number as last_class,
        subsets.subset_size + classes.class_size as subset_size,
        subsets.matched_lists || classes.matched_lists as matched_lists
    from subsets
    inner join classes
        on
            subsets.funnel_name = classes.funnel_name
            and subsets.last_class < classes.class_number

),

shared_counts as (

    select
        funnel_name,
        sum(class_size) as shared_step_count
    from classes
    group by funnel_name

),

numbered as (

    select
        funnel_name,
        subset_size,
        matched_lists,
        cast(
            row_number() over (
                partition by funnel_name
                order by subset_size, last_class, matched_lists
            ) as bigint
        ) as subset_number
    from subsets

)

select
    numbered.funnel_name,
    numbered.subset_number,
    cast(numbered.subset_size as bigint) as subset_size,
    cast(shared_counts.shared_step_count as bigint) as shared_step_count,
    step_lists.step_list
from numbered
inner join shared_counts
    on numbered.funnel_name = shared_counts.funnel_name
inner join step_lists
    on
        numbered.funnel_name = step_lists.funnel_name
        and instr(numbered.matched_lists, '<' || step_lists.step_list || '>') > 0
