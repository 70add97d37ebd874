-- the generic test on literal rows: what it lets pass, and each fault by itself
{{ config(tags=['ci']) }}

with

cases as (

    select
        literals.line,
        literals.unit,
        literals.half,
        literals.worth
    from (
        values
        (1, 1, 'x', 5),
        (2, 1, 'y', 5),
        (3, 1, 'y', null),
        (4, 2, null, 5),
        (5, 3, null, null),
        (6, null, 'z', 5)
    ) as literals (line, unit, half, worth)

),

no_cases as (

    select * from cases
    where line > 6

),

-- a null where none is forbidden
no_fault as (
    {{ test_has_grain('cases', keys=['line']) }}
),

no_rows as (
    {{ test_has_grain('no_cases', keys=['unit', 'half'], not_null=['worth']) }}
),

-- told once, though it is a key and named again
null_in_not_null as (
    {{ test_has_grain('cases', keys=['line'], not_null=['line', 'worth']) }}
),

null_and_repeated_key as (
    {{ test_has_grain('cases', keys=['unit']) }}
),

nullable_key as (
    {{ test_has_grain('cases', keys=['unit'], nullable=['unit']) }}
),

nullable_part_of_a_key as (
    {{ test_has_grain('cases', keys=['line', 'half'], nullable=['half']) }}
),

-- nulls repeat each other
repeated_null as (
    {{ test_has_grain('cases', keys=['half'], nullable=['half']) }}
),

repeated_combination as (
    {{ test_has_grain('cases', keys=['unit', 'half'], nullable=['unit', 'half']) }}
),

found as (

    {% for subject in [
        'no_fault', 'no_rows', 'null_in_not_null', 'null_and_repeated_key', 'nullable_key',
        'nullable_part_of_a_key', 'repeated_null', 'repeated_combination'
    ] %}
    select
        '{{ subject }}' as subject,
        rule,
        columns,
        rows
    from {{ subject }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

expected as (

    select
        'null_in_not_null' as subject,
        'null' as rule,
        'worth' as columns,
        2 as rows
    union all
    select
        'null_and_repeated_key' as subject,
        'not unique' as rule,
        'unit' as columns,
        3 as rows
    union all
    select
        'null_and_repeated_key' as subject,
        'null' as rule,
        'unit' as columns,
        1 as rows
    union all
    select
        'nullable_key' as subject,
        'not unique' as rule,
        'unit' as columns,
        3 as rows
    union all
    select
        'repeated_null' as subject,
        'not unique' as rule,
        'half' as columns,
        4 as rows
    union all
    select
        'repeated_combination' as subject,
        'not unique' as rule,
        'unit, half' as columns,
        2 as rows

),

missing as (

    select
        subject,
        rule,
        columns,
        rows
    from expected
    except
    select
        subject,
        rule,
        columns,
        rows
    from found

),

surplus as (

    select
        subject,
        rule,
        columns,
        rows
    from found
    except
    select
        subject,
        rule,
        columns,
        rows
    from expected

)

select
    'missing' as problem,
    subject,
    rule,
    columns,
    rows
from missing
union all
select
    'surplus' as problem,
    subject,
    rule,
    columns,
    rows
from surplus
