{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        step_order,
        window_seconds * 1000000 as window_microseconds
    from {{ ref('int_funnels__defined') }}
    where step_order in ('ordered', 'strict')

),

events as (

    select
        events.sequence_number,
        funnels.step_order = 'strict' as is_strict,
        events.step_number,
        events.occurrence,
        events.position,
        events.occurred_microseconds,
        events.occurred_microseconds + funnels.window_microseconds as deadline
    from {{ ref('funnel_step_events') }} as events
    inner join funnels
        on events.funnel_name = funnels.funnel_name

),

-- each event twice: as a question to the events of the next step, and as an answer to
-- those of the step before. Ordered steps are asked for by time, strict ones by place
questions_and_answers as (

    select
        sequence_number,
        step_number + 1 as asked_step,
        0 as is_answer,
        case
            when is_strict then position + 1 else occurred_microseconds
        end as asked_from,
        is_strict,
        occurrence,
        position,
        occurred_microseconds,
        deadline
    from events
    union all
    select
        sequence_number,
        step_number as asked_step,
        1 as is_answer,
        case
            when is_strict then position else occurred_microseconds
        end as asked_from,
        is_strict,
        occurrence,
        position,
        occurred_microseconds,
        deadline
    from events
    where step_number > 1

),

with_answers_before as (

    select
        sequence_number,
        asked_step - 1 as step_number,
        is_answer,
        is_strict,
        occurrence,
        position,
        occurred_microseconds,
        deadline,
        -- questions come before the answers of their own moment, which may answer them
        sum(is_answer) over (
            partition by sequence_number, asked_step
            order by asked_from, is_answer, position
            rows between unbounded preceding and current row
        ) as answers_before
    from questions_and_answers

),

final as (

    select
        sequence_number,
        step_number,
        occurrence,
        position,
        occurred_microseconds,
        deadline,
        cast(answers_before + 1 as bigint) as next_occurrence,
        case when is_strict then position + 1 end as next_position,
        count(*) over (partition by sequence_number, position) > 1 as is_shared
    from with_answers_before
    where is_answer = 0

)

select
    sequence_number,
    step_number,
    occurrence,
    position,
    occurred_microseconds,
    deadline,
    next_occurrence,
    next_position,
    is_shared
from final
