{{ config(meta={'holds': 'changes'}) }}

with

exclusions as (

    select
        funnel_name,
        rule_number,
        max(exclude_after_step) as after_step,
        max(exclude_before_step) as before_step
    from {{ ref('int_funnel_steps__defined') }}
    where is_exclusion
    group by
        funnel_name,
        rule_number

),

-- many to many on purpose: an excluded event concerns each sequence of its unit
final as (

    select
        sequences.sequence_number,
        exclusions.rule_number as exclusion_number,
        exclusions.after_step,
        exclusions.before_step,
        cast(
            row_number() over (
                partition by sequences.sequence_number, exclusions.rule_number
                order by matches.position
            ) as bigint
        ) as occurrence,
        matches.position,
        matches.occurred_microseconds
    from {{ ref('funnel_placed_matches') }} as matches
    inner join exclusions
        on
            matches.funnel_name = exclusions.funnel_name
            and matches.rule_number = exclusions.rule_number
    inner join {{ ref('funnel_sequences') }} as sequences
        on
            matches.funnel_name = sequences.funnel_name
            and matches.unit_id = sequences.unit_id
    where matches.is_exclusion

)

select
    sequence_number,
    exclusion_number,
    after_step,
    before_step,
    occurrence,
    position,
    occurred_microseconds
from final
