with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('event_name') }} as event_name,
        lower({{ seed_text('status') }}) as status,
        lower({{ seed_text('is_required_known') }}) as is_required_known
    from {{ ref('event_taxonomy') }}

),

mentioned as (

    select
        line,
        event_name,
        status,
        is_required_known,
        -- spellings of one name are one event
        row_number() over (
            partition by {{ event_name_of('event_name') }} order by line
        ) as mention
    from source

)

{{ definition_problem(
    'mentioned', 'event_taxonomy', 'event_name',
    "event_name is null",
    "is blank",
    "Name the event."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_taxonomy', 'event_name',
    "event_name is not null and mention > 1",
    "is named on a line above",
    "Keep one line for each event."
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'event_taxonomy', 'status',
    [
        'active', 'deprecated', 'blocked',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'event_taxonomy', 'is_required_known',
    [
        'true', 'false',
    ]
) }}
