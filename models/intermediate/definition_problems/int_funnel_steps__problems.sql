with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('funnel_name') }} as funnel_name,
        {{ seed_text('step_number') }} as step_number,
        lower({{ seed_text('is_exclusion') }}) as is_exclusion
    from {{ ref('funnel_steps') }}

),

parsed as (

    select
        line,
        funnel_name,
        step_number,
        {{ whole_number('step_number') }} as number,
        is_exclusion,
        {{ is_true('is_exclusion') }} as excludes
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

checked as (

    select
        parsed.line,
        parsed.funnel_name,
        parsed.step_number,
        parsed.number,
        parsed.is_exclusion,
        parsed.excludes,
        funnels.funnel_name is not null as has_funnel,
        parsed.number = 1 or steps.number is not null as has_step_before
    from parsed
    left join funnels
        on parsed.funnel_name = funnels.funnel_name
    left join steps
        on
            parsed.funnel_name = steps.funnel_name
            and parsed.number - 1 = steps.number

)

{{ definition_problem(
    'checked', 'funnel_steps', 'funnel_name',
    "not has_funnel",
    "is no funnel of funnels.csv",
    "Correct the name, or add the funnel."
) }}
union all
{{ definition_choice_problem(
    'checked', 'funnel_steps', 'is_exclusion',
    [
        'true', 'false',
    ]
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
