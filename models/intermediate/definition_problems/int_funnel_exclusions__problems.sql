with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('funnel_name') }} as funnel_name,
        {{ seed_text('step_number') }} as step_number,
        lower({{ seed_text('is_exclusion') }}) as is_exclusion,
        {{ seed_text('exclude_after_step') }} as exclude_after_step,
        {{ seed_text('exclude_before_step') }} as exclude_before_step
    from {{ ref('funnel_steps') }}

),

parsed as (

    select
        line,
        funnel_name,
        {{ whole_number('step_number') }} as number,
        is_exclusion,
        {{ is_true('is_exclusion') }} as excludes,
        exclude_after_step,
        exclude_before_step,
        {{ whole_number('exclude_after_step') }} as after_number,
        {{ whole_number('exclude_before_step') }} as before_number
    from source

),

last_steps as (

    select
        funnel_name,
        max(number) as last_step
    from parsed
    where not excludes
    group by funnel_name

),

exclusions as (

    select
        parsed.line,
        parsed.is_exclusion,
        parsed.excludes,
        parsed.exclude_after_step,
        parsed.exclude_before_step,
        parsed.after_number,
        parsed.before_number,
        last_steps.last_step
    from parsed
    left join last_steps
        on parsed.funnel_name = last_steps.funnel_name

)

{{ definition_problem(
    'exclusions', 'funnel_steps', 'exclude_after_step',
    "excludes and coalesce(after_number not between 1 and last_step, true)",
    "is no step of the funnel",
    "Write the step after which the event excludes."
) }}
union all
{{ definition_problem(
    'exclusions', 'funnel_steps', 'exclude_before_step',
    "excludes and coalesce(before_number not between 1 and last_step, true)",
    "is no step of the funnel",
    "Write the step before which the event excludes."
) }}
union all
{{ definition_problem(
    'exclusions', 'funnel_steps', 'exclude_before_step',
    "excludes and before_number <= after_number",
    "does not come after exclude_after_step",
    "Write a later step."
) }}
union all
{{ definition_problem(
    'exclusions', 'funnel_steps', 'is_exclusion',
    "not excludes and (exclude_after_step is not null or exclude_before_step is not null)",
    "is not true on a line with bounds of an exclusion",
    "Write true, or blank the bounds."
) }}
