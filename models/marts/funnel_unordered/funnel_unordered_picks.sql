{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        sequence_number,
        funnel_name,
        position,
        occurred_microseconds,
        deadline,
        step_list,
        step_count,
        occurrence
    from {{ ref('funnel_unordered_events') }}

),

sequence_lists as (

    select
        sequence_number,
        step_list,
        max(step_count) as step_count
    from events
    group by
        sequence_number,
        step_list

),

-- every event is a start, and asks for the first event of each step list from there on
starts as (

    select
        events.sequence_number,
        events.position as attempt_position,
        events.deadline,
        sequence_lists.step_list,
        sequence_lists.step_count,
        coalesce(
            sum(case when events.step_list = sequence_lists.step_list then 1 else 0 end)
                over (
                    partition by events.sequence_number, sequence_lists.step_list
                    order by events.position
                    rows between unbounded preceding and 1 preceding
                ),
            0
        ) as occurrences_before
    from events
    inner join sequence_lists
        on events.sequence_number = sequence_lists.sequence_number

),

-- events that match the same n steps can complete n of them and no more
wanted as (

    select
        sequence_number,
        attempt_position,
        deadline,
        step_list,
        occurrences_before,
        {{ each_number_to('step_count - 1') }} as events_between
    from starts

),

final as (

    select
        wanted.sequence_number,
        events.funnel_name,
        wanted.attempt_position,
        wanted.deadline,
        events.step_list,
        events.position,
        events.occurred_microseconds
    from wanted
    inner join events
        on
            wanted.sequence_number = events.sequence_number
            and wanted.step_list = events.step_list
            and wanted.occurrences_before + wanted.events_between + 1 = events.occurrence
    where events.occurred_microseconds <= wanted.deadline

)

select
    sequence_number,
    funnel_name,
    attempt_position,
    step_list,
    position,
    occurred_microseconds,
    deadline
from final
