-- a view: it is read once
{{ config(materialized='view', meta={'holds': 'changes'}) }}

with

picks as (

    select * from {{ ref('int_funnel_unordered_picks') }}

),

subset_lists as (

    select
        funnel_name,
        subset_number,
        shared_step_count,
        shared_step_count - subset_size as steps_outside,
        step_list
    from {{ ref('int_funnel_step_subsets') }}

),

-- the set of subsets, whatever lists serve them
subsets as (

    select distinct
        funnel_name,
        subset_number,
        steps_outside
    from subset_lists

),

shared_lists as (

    select distinct
        funnel_name,
        step_list
    from subset_lists

),

-- Hall's theorem: k steps, and no more than there are, can be complete when every subset,
-- with s steps outside of it, has met k - s events. Many to many on purpose: an event
-- counts in each subset that it serves
subset_events as (

    select
        picks.sequence_number,
        picks.funnel_name,
        picks.attempt_position,
        picks.position,
        picks.occurred_microseconds,
        picks.deadline,
        subset_lists.shared_step_count,
        subset_lists.steps_outside + row_number() over (
            partition by
                picks.sequence_number,
                picks.attempt_position,
                subset_lists.subset_number
            order by picks.position
        ) as complete_count
    from picks
    inner join subset_lists
        on
            picks.funnel_name = subset_lists.funnel_name
            and picks.step_list = subset_lists.step_list

),

agreements as (

    select
        sequence_number,
        funnel_name,
        attempt_position,
        deadline,
        complete_count,
        max(position) as position,
        max(occurred_microseconds) as occurred_microseconds,
        count(*) as subset_count
    from subset_events
    where complete_count <= shared_step_count
    group by
        sequence_number,
        funnel_name,
        attempt_position,
        deadline,
        complete_count

),

-- each completion is one event, so events may be counted as steps
completions as (

    select
        agreements.sequence_number,
        agreements.attempt_position,
        agreements.position,
        agreements.occurred_microseconds,
        agreements.deadline
    from agreements
    inner join subsets
        on
            agreements.funnel_name = subsets.funnel_name
            and agreements.complete_count > subsets.steps_outside
    group by
        agreements.sequence_number,
        agreements.attempt_position,
        agreements.complete_count,
        agreements.subset_count,
        agreements.position,
        agreements.occurred_microseconds,
        agreements.deadline
    having count(*) = agreements.subset_count
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
