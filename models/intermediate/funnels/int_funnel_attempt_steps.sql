{{ config(meta={'holds': 'changes'}) }}

with recursive

-- where events between two steps may end an attempt: each as one before every later step
earlier_events as (

    select
        events.sequence_number,
        events.rule_number,
        events.position,
        funnels.ends_at_repeats,
        funnels.ends_at_foreign,
        {{ each_number_to('funnels.step_count - events.rule_number') }} as steps_later
    from {{ ref('int_funnel_events') }} as events
    inner join {{ ref('int_funnels__defined') }} as funnels
        on events.funnel_name = funnels.funnel_name
    where
        not events.is_exclusion
        and (funnels.ends_at_repeats or funnels.ends_at_foreign)

),

-- foreign are all events before, but for those of the very step before
barriers as (

    select
        sequence_number,
        rule_number + steps_later as step_number,
        position,
        steps_later,
        case
            when ends_at_repeats
                then max(case when steps_later > 0 then position end) over up_to_event
        end as last_repeat,
        case
            when ends_at_foreign
                then
                    position - 1
                    - count(case when steps_later = 1 then 1 end) over up_to_event
        end as foreign_before
    from earlier_events
    window up_to_event as (
        partition by sequence_number, rule_number + steps_later
        order by position, steps_later
        rows between unbounded preceding and current row
    )

),

nodes as (

    select
        events.sequence_number,
        events.rule_number as step_number,
        events.occurrence,
        events.position,
        events.occurred_microseconds,
        events.deadline,
        events.next_occurrence,
        events.next_position,
        coalesce(events.may_open, true) as may_open,
        coalesce(events.grace_microseconds, 0) > 0 as has_grace,
        barriers.last_repeat,
        barriers.foreign_before,
        -- only an event that matches several steps can be wanted twice
        case
            when events.is_shared
                then ',' || cast(events.position as {{ dbt.type_string() }}) || ','
        end as mark
    from {{ ref('int_funnel_events') }} as events
    left join barriers
        on
            events.sequence_number = barriers.sequence_number
            and events.rule_number = barriers.step_number
            and events.position = barriers.position
            and barriers.steps_later = 0
    where events.next_occurrence is not null

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
        position - occurrence as foreign_count,
        -- positions taken at this moment; without a grace, no earlier one is next again
        coalesce(mark, '') as taken
    from nodes
    where step_number = 1 and may_open
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
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0
                then nodes.occurred_microseconds
            else walks.occurred_microseconds
        end as occurred_microseconds,
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
            when instr(walks.taken, coalesce(nodes.mark, ';')) = 0
                then nodes.position - nodes.occurrence
            else walks.foreign_count
        end as foreign_count,
        case
            when instr(walks.taken, coalesce(nodes.mark, ';')) > 0 then walks.taken
            when
                nodes.occurred_microseconds > walks.occurred_microseconds
                and not nodes.has_grace
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
        and coalesce(nodes.last_repeat, walks.position) <= walks.position
        and coalesce(nodes.foreign_before, walks.foreign_count) = walks.foreign_count

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
