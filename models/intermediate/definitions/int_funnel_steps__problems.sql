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
        step_number,
        {{ whole_number('step_number') }} as number,
        is_exclusion,
        coalesce(is_exclusion in ('true', 't', 'yes', '1'), false) as excludes,
        exclude_after_step,
        exclude_before_step,
        {{ whole_number('exclude_after_step') }} as after_number,
        {{ whole_number('exclude_before_step') }} as before_number
    from source

),

funnels as (

    select distinct {{ seed_text('funnel_name') }} as funnel_name
    from {{ ref('funnels') }}

),

steps as (

    select
        funnel_name,
        number
    from parsed
    where not excludes
    group by
        funnel_name,
        number

),

last_steps as (

    select
        funnel_name,
        max(number) as last_step
    from steps
    group by funnel_name

),

checked as (

    select
        parsed.line,
        parsed.funnel_name,
        parsed.step_number,
        parsed.number,
        parsed.is_exclusion,
        parsed.excludes,
        parsed.exclude_after_step,
        parsed.exclude_before_step,
        parsed.after_number,
        parsed.before_number,
        last_steps.last_step,
        funnels.funnel_name is not null as has_funnel,
        parsed.number = 1 or steps.number is not null as has_step_before
    from parsed
    left join funnels
        on parsed.funnel_name = funnels.funnel_name
    left join steps
        on
            parsed.funnel_name = steps.funnel_name
            and parsed.number - 1 = steps.number
    left join last_steps
        on parsed.funnel_name = last_steps.funnel_name

)

{{ definition_problem(
    'checked', 'funnel_steps', 'funnel_name',
    "not has_funnel",
    "is no funnel of funnels.csv",
    "Correct the name, or add the funnel."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'is_exclusion',
    "is_exclusion not in ('true', 't', 'yes', '1', 'false', 'f', 'no', '0')",
    "is neither true nor false",
    "Write true or false."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'step_number',
    "not excludes and coalesce(number, 0) < 1",
    "is no step number",
    "Count the steps 1, 2, 3."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'step_number',
    "not excludes and number > 1 and not has_step_before",
    "has no step before it",
    "Count the steps from 1 without a gap."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'exclude_after_step',
    "excludes and coalesce(after_number not between 1 and last_step, true)",
    "is no step of the funnel",
    "Write the step after which the event excludes."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'exclude_before_step',
    "excludes and coalesce(before_number not between 1 and last_step, true)",
    "is no step of the funnel",
    "Write the step before which the event excludes."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'exclude_before_step',
    "excludes and before_number <= after_number",
    "does not come after exclude_after_step",
    "Write a later step."
) }}
union all
{{ definition_problem(
    'checked', 'funnel_steps', 'is_exclusion',
    "not excludes and (exclude_after_step is not null or exclude_before_step is not null)",
    "is not true on a line with bounds of an exclusion",
    "Write true, or blank the bounds."
) }}
