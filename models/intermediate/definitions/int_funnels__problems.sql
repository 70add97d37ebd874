with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('funnel_name') }} as funnel_name,
        lower({{ seed_text('step_order') }}) as step_order,
        {{ seed_text('window_seconds') }} as window_seconds,
        lower({{ seed_text('unit') }}) as unit,
        lower({{ seed_text('exclusion_rule') }}) as exclusion_rule,
        {{ seed_text('breakdown') }} as breakdown,
        lower({{ seed_text('breakdown_attribution') }}) as breakdown_attribution,
        {{ seed_text('breakdown_step') }} as breakdown_step
    from {{ ref('funnels') }}

),

step_counts as (

    select
        {{ seed_text('funnel_name') }} as funnel_name,
        max({{ whole_number(seed_text('step_number')) }}) as step_count
    from {{ ref('funnel_steps') }}
    where coalesce(lower({{ seed_text('is_exclusion') }}), '') not in ('true', 't', 'yes', '1')
    group by {{ seed_text('funnel_name') }}

),

rows_of_file as (

    select
        source.line,
        source.funnel_name,
        source.step_order,
        source.window_seconds,
        source.unit,
        source.exclusion_rule,
        source.breakdown_attribution,
        source.breakdown_step,
        {{ whole_number('source.breakdown_step') }} as breakdown_step_number,
        step_counts.step_count,
        source.breakdown is not null
        and source.breakdown_attribution = 'step' as needs_breakdown_step,
        row_number() over (
            partition by source.funnel_name order by source.line
        ) as mention
    from source
    left join step_counts
        on source.funnel_name = step_counts.funnel_name

)

{{ definition_problem(
    'rows_of_file', 'funnels', 'funnel_name',
    "funnel_name is null",
    "is blank",
    "Name the funnel."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'funnel_name',
    "funnel_name is not null and mention > 1",
    "is named on a line above",
    "Give each funnel a name of its own."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'funnel_name',
    "funnel_name is not null and step_count is null",
    "has no steps",
    "Add its steps to funnel_steps.csv, or take the line out."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'step_order',
    "step_order not in ('ordered', 'strict', 'unordered')",
    "is no step_order",
    "Write ordered, strict or unordered."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'window_seconds',
    "window_seconds is not null and " ~ whole_number('window_seconds') ~ " is null",
    "is no whole number",
    "Write seconds, or leave it blank for 14 days."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'unit',
    "unit not in ('person', 'session', 'account')",
    "is no unit",
    "Write person, session or account."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'exclusion_rule',
    "exclusion_rule not in ('keep_earlier_steps', 'drop_unit')",
    "is no exclusion_rule",
    "Write keep_earlier_steps or drop_unit."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'breakdown_attribution',
    "breakdown_attribution not in ('first_touch', 'last_touch', 'step', 'all_steps')",
    "is no breakdown_attribution",
    "Write first_touch, last_touch, step or all_steps."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'breakdown_step',
    "needs_breakdown_step and breakdown_step is null",
    "is blank, and breakdown_attribution is step",
    "Write the number of the step that gives the value."
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'breakdown_step',
    "(breakdown_step is not null and breakdown_step_number is null) or not breakdown_step_number between 1 and step_count",
    "is no step of the funnel",
    "Write the number of one of its steps."
) }}
