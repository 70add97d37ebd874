{{ config(meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        case
            when breakdown = '' then 'none'
            else breakdown_attribution
        end as attribution,
        breakdown_step
    from {{ ref('int_funnels__defined') }}

),

matches as (

    select
        funnel_name,
        rule_number,
        unit_id,
        position,
        occurred_microseconds,
        breakdown_value
    from {{ ref('funnel_placed_matches') }}
    where not is_exclusion

),

-- many to many on purpose: with all_steps and step a unit has a sequence for each value
final as (

    select
        sequences.sequence_number,
        sequences.funnel_name,
        matches.rule_number as step_number,
        cast(
            row_number() over (
                partition by sequences.sequence_number, matches.rule_number
                order by matches.position
            ) as bigint
        ) as occurrence,
        matches.position,
        matches.occurred_microseconds
    from matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    inner join {{ ref('funnel_sequences') }} as sequences
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

)

select
    sequence_number,
    funnel_name,
    step_number,
    occurrence,
    position,
    occurred_microseconds
from final
