{{ config(materialized='view') }}

with recursive

steps as (

    select
        funnel_name,
        rule_number as step_number
    from {{ ref('int_funnel_steps__defined') }}
    where not is_exclusion
    group by
        funnel_name,
        rule_number

),

step_lists as (

    select
        funnel_name,
        step_list
    from {{ ref('int_funnel_unordered_picks') }}
    group by
        funnel_name,
        step_list

),

-- steps that share events with others; those that match the same events are one class
shared_steps as (

    select
        steps.funnel_name,
        steps.step_number,
        {{ list_text("'<' || step_lists.step_list || '>'", 'step_lists.step_list') }}
            as matched_lists
    from steps
    inner join step_lists
        on
            steps.funnel_name = step_lists.funnel_name
            and instr(
                '|' || step_lists.step_list || '|',
                '|' || cast(steps.step_number as {{ dbt.type_string() }}) || '|'
            ) > 0
    group by
        steps.funnel_name,
        steps.step_number
    having count(case when instr(step_lists.step_list, '|') > 0 then 1 end) > 0

),

classes as (

    select
        funnel_name,
        matched_lists,
        min(step_number) as class_number,
        count(*) as class_size
    from shared_steps
    group by
        funnel_name,
        matched_lists

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
