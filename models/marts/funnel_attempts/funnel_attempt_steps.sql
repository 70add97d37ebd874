{{ config(meta={'holds': 'changes'}) }}

select
    sequence_number,
    attempt_position,
    step_number,
    position,
    occurred_microseconds,
    deadline
from {{ ref('funnel_ordered_attempt_steps') }}
union all
select
    sequence_number,
    attempt_position,
    step_number,
    position,
    occurred_microseconds,
    deadline
from {{ ref('funnel_unordered_attempt_steps') }}
