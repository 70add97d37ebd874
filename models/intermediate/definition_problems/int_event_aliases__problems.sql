with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('source') }} as source,
        {{ seed_text('raw_name') }} as raw_name,
        {{ seed_text('event_name') }} as event_name
    from {{ ref('event_aliases') }}

),

mentioned as (

    select
        line,
        source,
        raw_name,
        event_name,
        row_number() over (partition by source, raw_name order by line) as mention,
        -- spellings of one name may each have a line, as long as they say the same
        first_value({{ event_name_of('event_name') }}) over (
            partition by source, {{ snake_case('raw_name') }} order by line
        ) as first_target
    from source

)

{{ definition_problem(
    'mentioned', 'event_aliases', 'source',
    "source is null or source not in ('*', " ~ quoted_list(known_sources()) ~ ")",
    "is no source",
    "Write * for every source, or one of the sources."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_aliases', 'raw_name',
    "raw_name is null",
    "is blank",
    "Write the name as the collector sends it."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_aliases', 'raw_name',
    "raw_name is not null and mention > 1",
    "is named on a line above for the same source",
    "Keep one line for each name."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_aliases', 'event_name',
    "event_name is null",
    "is blank",
    "Write the name that the event is to have."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_aliases', 'event_name',
    "mention = 1 and " ~ event_name_of('event_name') ~ " <> first_target",
    "is not what a line above gives another spelling of the same name",
    "Give all spellings of a name one event_name."
) }}
