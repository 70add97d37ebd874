with

cases as (

    select
        '' as text,
        0 as expected
    union all
    select
        'abc' as text,
        3 as expected
    union all
    -- two, three and four bytes a letter
    select
        'é' as text,
        2 as expected
    union all
    select
        '日' as text,
        3 as expected
    union all
    select
        '😀' as text,
        4 as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        null as expected

),

actual as (

    select
        text,
        expected,
        {{ byte_length('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
