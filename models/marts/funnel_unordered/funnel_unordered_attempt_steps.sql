{{ config(meta={'holds': 'changes'}) }}

with

picks as (

    select
        sequence_number,
        funnel_name,
        attempt_position,
        step_list,
        position,
        occurred_microseconds,
        deadline
    from {{ ref('funnel_unordered_picks') }}

),

shared_lists as (

    select
        funnel_name,
        step_list
    from {{ ref('funnel_step_subsets') }}
    group by
        funnel_name,
        step_list

),

-- each completion is one event, so events may be counted as steps
completions as (

    select
        sequence_number,
        attempt_position,
        position,
        occurred_microseconds,
        deadline
    from {{ ref('funnel_shared_completions') }}
    union all
    -- a step that shares no event with another is complete with its first one
    select
        picks.sequence_number,
        picks.attempt_position,
        picks.position,
        picks.occurred_microseconds,
        picks.deadline
    from picks
    left join shared_lists
        on
            picks.funnel_name = shared_lists.funnel_name
            and picks.step_list = shared_lists.step_list
    where shared_lists.step_list is null

)

select
    sequence_number,
    attempt_position,
    cast(
        row_number() over (
            partition by sequence_number, attempt_position
            order by position
        ) as bigint
    ) as step_number,
    position,
    occurred_microseconds,
    deadline
from completions
