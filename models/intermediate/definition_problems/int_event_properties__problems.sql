with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('event_name') }} as event_name,
        {{ seed_text('property') }} as property,
        lower({{ seed_text('type') }}) as type,
        lower({{ seed_text('is_required') }}) as is_required
    from {{ ref('event_properties') }}

),

mentioned as (

    select
        line,
        event_name,
        property,
        type,
        is_required,
        -- spellings of one name are one event
        row_number() over (
            partition by {{ event_name_of('event_name') }}, property order by line
        ) as mention
    from source

)

{{ definition_problem(
    'mentioned', 'event_properties', 'event_name',
    "event_name is null",
    "is blank",
    "Name the event, or write * for every one."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_properties', 'property',
    "property is null",
    "is blank",
    "Name the property."
) }}
union all
{{ definition_problem(
    'mentioned', 'event_properties', 'property',
    "property is not null and mention > 1",
    "is named on a line above for the same event",
    "Keep one line for each property."
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'event_properties', 'type',
    [
        'string', 'integer', 'number', 'boolean', 'timestamp', 'object', 'array',
    ]
) }}
union all
{{ definition_choice_problem(
    'mentioned', 'event_properties', 'is_required',
    [
        'true', 'false',
    ]
) }}
