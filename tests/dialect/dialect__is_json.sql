with

cases as (

    select
        '{"a": [1, null, "x"]}' as text,
        true as expected
    union all
    select
        'null' as text,
        true as expected
    union all
    select
        '-1.5e3' as text,
        true as expected
    union all
    -- white space around it, and the carriage return that a line may end with
    select
        ' {"a": 1} ' || chr(13) as text,
        true as expected
    union all
    select
        '' as text,
        false as expected
    union all
    select
        '{"a": 1' as text,
        false as expected
    union all
    select
        '{"a": 1} x' as text,
        false as expected
    union all
    select
        'plain text' as text,
        false as expected
    union all
    select
        '{''a'': 1}' as text,
        false as expected
    union all
    -- a raw control character in a string
    select
        '{"a": "' || chr(9) || '"}' as text,
        false as expected
    union all
    -- what an engine takes for JSON and others do not
    select
        '{"a": NaN}' as text,
        false as expected
    union all
    select
        '{"a": [1, -Infinity]}' as text,
        false as expected
    union all
    select
        '{"a": [1, ]}' as text,
        false as expected
    union all
    select
        '{"a": [nan]}' as text,
        false as expected
    union all
    select
        '{"a": 1,}' as text,
        false as expected
    union all
    -- in a string, behind a quote in it too, all of that is text
    select
        {{ text_literal(
            '{"a": "b: NaN, }", "c": "\\"d\\": inf, ]", "nan": "\\\\"}'
        ) }} as text,
        true as expected
    union all
    -- two values, side by side or as what a list would hold
    select
        '{"a": 1}{"a": 2}' as text,
        false as expected
    union all
    select
        '{"a": 1},{"a": 2}' as text,
        false as expected
    union all
    select
        '{"a": 1}], [{"a": 2}' as text,
        false as expected
    union all
    -- a name that comes twice is no mistake, nor is a number that no engine can hold
    select
        '{"a": 1, "a": 1e400}' as text,
        true as expected
    union all
    select
        ']' as text,
        false as expected
    union all
    select
        '{"a": 01}' as text,
        false as expected
    union all
    select
        '{"a": 1.}' as text,
        false as expected
    union all
    -- both halves of a letter beyond U+FFFF, or one; behind a backslash it is none
    select
        {{ text_literal('{"a": "\\ud83d\\ude00"}') }} as text,
        true as expected
    union all
    select
        {{ text_literal('{"a": "\\ud83d"}') }} as text,
        false as expected
    union all
    select
        {{ text_literal('{"a": "\\\\ud83d"}') }} as text,
        true as expected
    union all
    select
        {{ text_literal('{"a": "\\x"}') }} as text,
        false as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        false as expected

),

actual as (

    select
        text,
        expected,
        {{ is_json('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
