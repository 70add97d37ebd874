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
    where not {{ is_true(seed_text('is_exclusion')) }}
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
        step_counts.step_count,
        (
            source.breakdown_step is not null
            or (source.breakdown is not null and source.breakdown_attribution = 'step')
        )
        and (
            {{ whole_number('source.breakdown_step') }}
            between 1 and step_counts.step_count
        ) is not true as breakdown_step_is_wrong,
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
{{ definition_choice_problem(
    'rows_of_file', 'funnels', 'step_order',
    [
        'ordered', 'strict', 'unordered',
    ]
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
    'rows_of_file', 'funnels', 'window_seconds',
    whole_number('window_seconds') ~ " > 31557600000",
    "is longer than a thousand years",
    "Write seconds, not milliseconds."
) }}
union all
{{ definition_choice_problem(
    'rows_of_file', 'funnels', 'unit',
    [
        'person', 'session', 'account',
    ]
) }}
union all
{{ definition_choice_problem(
    'rows_of_file', 'funnels', 'exclusion_rule',
    [
        'keep_earlier_steps', 'drop_unit',
    ]
) }}
union all
{{ definition_choice_problem(
    'rows_of_file', 'funnels', 'breakdown_attribution',
    [
        'first_touch', 'last_touch', 'step', 'all_steps',
    ]
) }}
union all
{{ definition_problem(
    'rows_of_file', 'funnels', 'breakdown_step',
    "breakdown_step_is_wrong",
    "is no step of the funnel",
    "Write the number of the step that gives the value."
) }}
