{{ config(meta={'holds': 'changes'}) }}

with

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
    from {{ ref('funnel_unordered_events') }}
    group by
        funnel_name,
        step_list

),

memberships as (

    select
        steps.funnel_name,
        steps.step_number,
        step_lists.step_list,
        instr(step_lists.step_list, '|') > 0 as has_several_steps
    from steps
    inner join step_lists
        on
            steps.funnel_name = step_lists.funnel_name
            and instr(
                '|' || step_lists.step_list || '|',
                '|' || cast(steps.step_number as {{ dbt.type_string() }}) || '|'
            ) > 0

),

-- steps that share events with others; those that match the same events are one class
shared_steps as (

    select
        funnel_name,
        step_number,
        {{ list_text("'<' || step_list || '>'", 'step_list') }} as matched_lists
    from memberships
    group by
        funnel_name,
        step_number
    having count(case when has_several_steps then 1 end) > 0

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

)

select
    funnel_name,
    matched_lists,
    class_number,
    class_size
from classes
