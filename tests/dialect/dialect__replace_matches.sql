with

cases as (

    select
        '/a/12/34' as text,
        '[0-9]+' as pattern,
        '{id}' as replacement,
        '/a/{id}/{id}' as expected
    union all
    -- each match begins behind the one before
    select
        '/1//2/' as text,
        '/[0-9]/' as pattern,
        '/' as replacement,
        '//' as expected
    union all
    select
        'abc' as text,
        'x' as pattern,
        'y' as replacement,
        'abc' as expected
    union all
    select
        'AbA' as text,
        'A' as pattern,
        '' as replacement,
        'b' as expected
    union all
    select
        'größe' as text,
        'ö' as pattern,
        'o' as replacement,
        'große' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        'a' as pattern,
        'b' as replacement,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        text,
        pattern,
        replacement,
        expected,
        {{ replace_matches('text', 'pattern', 'replacement') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
