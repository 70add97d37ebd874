{{ config(meta={'holds': 'changes'}) }}

with recursive

nodes as (

    select
        sequence_number,
        rule_number as step_number,
        occurrence,
        position,
        occurred_microseconds,
        deadline,
        next_occurrence,
        next_position,
        -- only an event that matches several steps can be wanted twice
        case
            when is_shared then ',' || cast(position as {{ dbt.type_string() }}) || ','
        end as mark
    from {{ ref('int_funnel_events') }}
    where next_occurrence is not null

),

-- one walk from each event of step 1, a step at a time. When the event that is next was
-- taken by an earlier step, the walk stays where it is and asks for the one after it
walks as (

    select
        sequence_number,
        position as attempt_position,
        deadline,
        true as is_step,
        step_number,
        position,
        occurred_microseconds,
        next_occurrence,
        next_position,
        -- positions taken at this moment; those of earlier moments are never next again
        coalesce(mark, '') as taken
    from nodes
    where step_number = 1
    union all
    select
        walks.sequence_number,
        walks.attempt_position,
        walks.deadline,
        instr(walks.taken, coalesce(nodes.mark, ';')) = 0 as is_step,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0 then nodes.step_number
            else walks.step_number
        end as step_number,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0 then nodes.position
            else walks.position
        end as position,
        -- an event that was taken is of the same moment
        nodes.occurred_microseconds,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0
                then nodes.next_occurrence
            else walks.next_occurrence + 1
        end as next_occurrence,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0
                then nodes.next_position
            else walks.next_position
        end as next_position,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) > 0 then walks.taken
            when nodes.occurred_microseconds > walks.occurred_microseconds
                then coalesce(nodes.mark, '')
            else walks.taken || coalesce(nodes.mark, '')
        end as taken
    from walks
    inner join nodes
        on
            walks.sequence_number = nodes.sequence_number
            and walks.step_number + 1 = nodes.step_number
            and walks.next_occurrence = nodes.occurrence
    where
        nodes.occurred_microseconds <= walks.deadline
        and coalesce(walks.next_position, nodes.position) = nodes.position

),

-- where time alone decides, there is nothing to look up but the next moment
moments as (

    select * from {{ ref('int_funnel_moments') }}

),

timed_walks as (

    select
        sequence_number,
        occurred_microseconds as attempt_position,
        deadline,
        step_number,
        occurred_microseconds
    from moments
    where step_number = 1
    union all
    select
        walks.sequence_number,
        walks.attempt_position,
        walks.deadline,
        walks.step_number + 1 as step_number,
        moments.next_microseconds as occurred_microseconds
    from timed_walks as walks
    inner join moments
        on
            walks.sequence_number = moments.sequence_number
            and walks.step_number = moments.step_number
            and walks.occurred_microseconds = moments.occurred_microseconds
    where moments.next_microseconds <= walks.deadline

)

select
    sequence_number,
    attempt_position,
    step_number,
    position,
    occurred_microseconds,
    deadline
from walks
where is_step
union all
select
    sequence_number,
    attempt_position,
    step_number,
    occurred_microseconds as position,
    occurred_microseconds,
    deadline
from timed_walks
union all
select
    sequence_number,
    attempt_position,
    step_number,
    position,
    occurred_microseconds,
    deadline
from {{ ref('int_funnel_unordered_steps') }}
