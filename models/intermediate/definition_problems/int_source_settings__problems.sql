with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('source') }} as source,
        lower({{ seed_text('session_rule') }}) as session_rule,
        {{ seed_text('timeout_minutes') }} as timeout_minutes,
        {{ seed_text('max_hours') }} as max_hours,
        lower({{ seed_text('split_on_campaign') }}) as split_on_campaign,
        lower({{ seed_text('split_at_midnight') }}) as split_at_midnight,
        lower({{ seed_text('timestamp_trust') }}) as timestamp_trust
    from {{ ref('source_settings') }}

),

mentioned as (

    select
        line,
        source,
        session_rule,
        timeout_minutes,
        max_hours,
        split_on_campaign,
        split_at_midnight,
        timestamp_trust,
        row_number() over (partition by source order by line) as mention
    from source

),

read_sources as (

    {% for name in var('sources') %}
    select cast('{{ name }}' as {{ dbt.type_string() }}) as source
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- a source without settings would have events and no sessions. No line is at fault: the
-- header stands for it
unsettled as (

    select
        cast(1 as bigint) as line,
        read_sources.source
    from read_sources
    left join source on read_sources.source = source.source
    where source.source is null

)

{{ definition_problem(
    'mentioned', 'source_settings', 'source',
    "source is null or source not in (" ~ quoted_list(known_sources()) ~ ")",
    "is no source",
    "Write one of the sources that the project reads."
) }}
union all
{{ definition_problem(
    'mentioned', 'source_settings', 'source',
    "source is not null and mention > 1",
    "is named on a line above",
    "Keep one line for each source."
) }}
union all
{{ definition_problem(
    'unsettled', 'source_settings', 'source',
    "source is not null",
    "is read, but has no line",
    "Add a line for it (blanks are defaults), or take it out of sources in dbt_project.yml."
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'source_settings', 'session_rule',
    [
        'gap', 'tracker',
    ]
) }}
union all
{{ definition_problem(
    'mentioned', 'source_settings', 'timeout_minutes',
    "timeout_minutes is not null and coalesce(" ~ numeric_value('timeout_minutes') ~ ", 0) <= 0",
    "is no number of minutes",
    "Write a number above 0, or leave it blank for 30."
) }}
union all
{{ definition_problem(
    'mentioned', 'source_settings', 'timeout_minutes',
    numeric_value('timeout_minutes') ~ " > 525600",
    "is longer than a year",
    "Write minutes, or leave it blank for 30."
) }}
union all
{{ definition_problem(
    'mentioned', 'source_settings', 'max_hours',
    "max_hours is not null and coalesce(" ~ numeric_value('max_hours') ~ ", 0) <= 0",
    "is no number of hours",
    "Write a number above 0, or leave it blank for 24."
) }}
union all
{{ definition_problem(
    'mentioned', 'source_settings', 'max_hours',
    numeric_value('max_hours') ~ " > 8760",
    "is longer than a year",
    "Write hours, or leave it blank for 24."
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'source_settings', 'split_on_campaign',
    [
        'true', 'false',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'source_settings', 'split_at_midnight',
    [
        'true', 'false',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'source_settings', 'timestamp_trust',
    [
        'client', 'server',
    ]
) }}
