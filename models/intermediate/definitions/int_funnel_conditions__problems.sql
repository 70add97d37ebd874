with

source as (

    select
        {{ seed_line_number() }} as line,
        {{ seed_text('property') }} as property,
        lower({{ seed_text('operator') }}) as operator,
        {{ seed_text('value') }} as value
    from {{ ref('funnel_steps') }}

)

{{ definition_problem(
    'source', 'funnel_steps', 'operator',
    "operator not in ('exact', 'is_not', 'icontains', 'not_icontains', 'regex', 'gt', 'gte', 'lt', 'lte', 'in', 'is_set', 'is_not_set')",
    "is no operator",
    "Write exact, is_not, icontains, not_icontains, regex, gt, gte, lt, lte, in, is_set or is_not_set."
) }}
union all
{{ definition_problem(
    'source', 'funnel_steps', 'property',
    "property is null and (operator is not null or value is not null)",
    "is blank on a line with an operator or a value",
    "Name the property that the condition is about."
) }}
union all
{{ definition_problem(
    'source', 'funnel_steps', 'value',
    "property is not null and value is null and coalesce(operator, 'exact') not in ('is_set', 'is_not_set')",
    "is blank, and the operator needs one",
    "Write the value, or use is_set or is_not_set."
) }}
union all
{{ definition_problem(
    'source', 'funnel_steps', 'value',
    "operator in ('gt', 'gte', 'lt', 'lte') and value is not null and " ~ numeric_value('value') ~ " is null",
    "is no number, and the operator compares numbers",
    "Write a number."
) }}
union all
{{ definition_problem(
    'source', 'funnel_steps', 'value',
    "operator = 'regex' and value is not null and not " ~ is_regexp('value'),
    "is no regular expression",
    "Correct the expression."
) }}
