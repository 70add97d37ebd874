{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        window_seconds * 1000000 as window_microseconds
    from {{ ref('int_funnels__defined') }}
    where step_order = 'unordered'

),

typed as (

    select
        events.sequence_number,
        events.funnel_name,
        events.position,
        events.occurred_microseconds,
        events.occurred_microseconds + funnels.window_microseconds as deadline,
        {{ list_text(
            'cast(events.step_number as ' ~ dbt.type_string() ~ ')', 'events.step_number'
        ) }} as step_list,
        count(*) as step_count
    from {{ ref('funnel_step_events') }} as events
    inner join funnels
        on events.funnel_name = funnels.funnel_name
    group by
        events.sequence_number,
        events.funnel_name,
        events.position,
        events.occurred_microseconds,
        funnels.window_microseconds

)

select
    sequence_number,
    funnel_name,
    position,
    occurred_microseconds,
    deadline,
    step_list,
    step_count,
    cast(
        row_number() over (
            partition by sequence_number, step_list
            order by position
        ) as bigint
    ) as occurrence
from typed
