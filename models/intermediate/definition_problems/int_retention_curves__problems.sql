with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('retention_name') }} as retention_name,
        lower({{ seed_text('period') }}) as period,
        {{ seed_text('period_count') }} as period_count,
        lower({{ seed_text('cohort_rule') }}) as cohort_rule,
        lower({{ seed_text('clock') }}) as clock,
        lower({{ seed_text('match') }}) as match
    from {{ ref('retention_curves') }}

),

mentioned as (

    select
        line,
        retention_name,
        period,
        period_count,
        cohort_rule,
        clock,
        match,
        row_number() over (partition by retention_name order by line) as mention
    from source

)

{{ definition_problem(
    'mentioned', 'retention_curves', 'retention_name',
    "retention_name is null",
    "is blank",
    "Name the curve."
) }}
union all
{{ definition_problem(
    'mentioned', 'retention_curves', 'retention_name',
    "retention_name is not null and mention > 1",
    "is named on a line above",
    "Give each curve a name of its own."
) }}
union all
{{ definition_problem(
    'mentioned', 'retention_curves', 'period',
    "coalesce(period, '') not in ('hour', 'day', 'week', 'month')",
    "is no period",
    "Write hour, day, week or month."
) }}
union all
{{ definition_problem(
    'mentioned', 'retention_curves', 'period_count',
    "coalesce(" ~ whole_number('period_count') ~ ", -1) < 0",
    "is no number of periods",
    "Write a whole number from 0."
) }}
union all
{{ definition_problem(
    'mentioned', 'retention_curves', 'period_count',
    whole_number('period_count') ~ " > 1000",
    "is more periods than a curve can have",
    "Write at most 1000, or take a longer period."
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'retention_curves', 'cohort_rule',
    [
        'first_time', 'recurring',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'retention_curves', 'clock',
    [
        'calendar', 'rolling',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'retention_curves', 'match',
    [
        'on', 'on_or_after',
    ]
) }}
