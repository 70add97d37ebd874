{{ config(meta={'holds': 'changes'}) }}
-- Where time alone decides: backwards from the last event, the nearest of the next step.
with

funnels as (

    select
        funnel_name,
        window_seconds * 1000000 as window_microseconds,
        case
            when breakdown = '' then 'none'
            else breakdown_attribution
        end as attribution,
        breakdown_step
    from {{ ref('int_funnels__defined') }}
    where is_decided_by_time

),

-- events of one step and moment are one
moments as (

    select
        sequences.sequence_number,
        matches.rule_number,
        {{ microseconds('matches.occurred_at') }} as occurred_microseconds,
        max(funnels.window_microseconds) as window_microseconds
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    inner join {{ ref('int_funnel_sequences') }} as sequences
        on
            matches.funnel_name = sequences.funnel_name
            and matches.unit_id = sequences.unit_id
    where
        funnels.attribution in ('none', 'first_touch', 'last_touch')
        or matches.breakdown_value = sequences.breakdown_value
        or (
            funnels.attribution = 'step'
            and matches.rule_number <> funnels.breakdown_step
        )
    group by
        sequences.sequence_number,
        matches.rule_number,
        {{ microseconds('matches.occurred_at') }}

),

moments_and_answers as (

    select
        *,
        cast(null as bigint) as answer
    from moments
    union all
    select
        sequence_number,
        rule_number - 1 as rule_number,
        occurred_microseconds,
        window_microseconds,
        occurred_microseconds as answer
    from moments
    where rule_number > 1

),

with_next_moments as (

    select
        *,
        min(answer) over (
            partition by sequence_number, rule_number
            order by occurred_microseconds desc
            range between unbounded preceding and current row
        ) as next_moment
    from moments_and_answers

)

select
    sequence_number,
    rule_number as step_number,
    occurred_microseconds,
    occurred_microseconds + window_microseconds as deadline,
    next_moment as next_microseconds
from with_next_moments
where
    answer is null
    and (rule_number = 1 or next_moment is not null)
