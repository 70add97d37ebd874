{{ config(meta={'holds': 'changes'}) }}

with

events as (

    select
        events.sequence_number,
        events.funnel_name,
        events.position,
        events.occurred_microseconds,
        events.deadline,
        {{ list_text(
            'cast(events.rule_number as ' ~ dbt.type_string() ~ ')', 'events.rule_number'
        ) }} as step_list,
        count(*) as step_count
    from {{ ref('int_funnel_events') }} as events
    inner join {{ ref('int_funnels__defined') }} as funnels
        on events.funnel_name = funnels.funnel_name
    where
        funnels.step_order = 'unordered'
        and not events.is_exclusion
    group by
        events.sequence_number,
        events.funnel_name,
        events.position,
        events.occurred_microseconds,
        events.deadline

),

numbered as (

    select
        *,
        row_number() over (
            partition by sequence_number, step_list
            order by position
        ) as occurrence
    from events

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
        numbered.funnel_name,
        wanted.attempt_position,
        wanted.deadline,
        numbered.step_list,
        numbered.position,
        numbered.occurred_microseconds
    from wanted
    inner join numbered
        on
            wanted.sequence_number = numbered.sequence_number
            and wanted.step_list = numbered.step_list
            and wanted.occurrences_before + wanted.events_between + 1
            = numbered.occurrence
    where numbered.occurred_microseconds <= wanted.deadline

)

select * from final
