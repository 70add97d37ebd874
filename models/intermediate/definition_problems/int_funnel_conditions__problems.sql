with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('property') }} as property,
        lower({{ seed_text('operator') }}) as operator,
        {{ seed_text('value') }} as value
    from {{ ref('funnel_steps') }}

),

conditions as (

    select
        line,
        property,
        operator,
        value,
        coalesce(operator, 'exact') not in ('is_set', 'is_not_set') as needs_value,
        operator in ('gt', 'gte', 'lt', 'lte')
        and value is not null
        and {{ numeric_value('value') }} is null as lacks_number,
        operator = 'regex'
        and value is not null
        and not {{ is_regexp('value') }} as lacks_expression
    from source

)

{{ definition_choice_problem(
    'conditions', 'funnel_steps', 'operator',
    [
        'exact', 'is_not', 'icontains', 'not_icontains', 'regex', 'gt', 'gte',
        'lt', 'lte', 'in', 'is_set', 'is_not_set',
    ]
) }}
union all
{{ definition_problem(
    'conditions', 'funnel_steps', 'property',
    "property is null and (operator is not null or value is not null)",
    "is blank on a line with an operator or a value",
    "Name the property that the condition is about."
) }}
union all
{{ definition_problem(
    'conditions', 'funnel_steps', 'value',
    "property is not null and value is null and needs_value",
    "is blank, and the operator needs one",
    "Write the value, or use is_set or is_not_set."
) }}
union all
{{ definition_problem(
    'conditions', 'funnel_steps', 'value',
    "lacks_number",
    "is no number, and the operator compares numbers",
    "Write a number."
) }}
union all
{{ definition_problem(
    'conditions', 'funnel_steps', 'value',
    "lacks_expression",
    "is no regular expression",
    "Correct the expression."
) }}
