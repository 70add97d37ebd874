with

cases as (

    select
        '^a.*b$' as pattern,
        true as expected
    union all
    select
        '(' as pattern,
        false as expected
    union all
    select
        '' as pattern,
        true as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as pattern,
        false as expected
    union all
    -- an escaped backslash before a digit or letter is no reference back
    select
        {{ text_literal('C:\\\\1key') }} as pattern,
        true as expected
    union all
    select
        {{ text_literal('(a)\\1') }} as pattern,
        false as expected

),

actual as (

    select
        pattern,
        expected,
        {{ is_regexp('pattern') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
