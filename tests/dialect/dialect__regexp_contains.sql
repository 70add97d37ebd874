with

cases as (

    select
        'abc' as text,
        'b' as pattern,
        true as expected
    union all
    select
        'abc' as text,
        '^b' as pattern,
        false as expected
    union all
    select
        'abc' as text,
        '^abc$' as pattern,
        true as expected
    union all
    -- case counts
    select
        'ABC' as text,
        'b' as pattern,
        false as expected
    union all
    select
        '' as text,
        '' as pattern,
        true as expected
    union all
    select
        'a.b' as text,
        'a[.]b' as pattern,
        true as expected
    union all
    select
        'axb' as text,
        'a[.]b' as pattern,
        false as expected
    union all
    select
        't.co' as text,
        '^(t[.]co|x[.]com)$' as pattern,
        true as expected
    union all
    select
        'größe' as text,
        'gr.{2}e' as pattern,
        true as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        'a' as pattern,
        null as expected
    union all
    select
        'a' as text,
        cast(null as {{ dbt.type_string() }}) as pattern,
        null as expected
    union all
    -- the end is behind a last line feed, not before it
    select
        'cpc' || chr(10) as text,
        '^cpc$' as pattern,
        false as expected
    union all
    select
        'cpc' || chr(10) as text,
        'c' || chr(10) || '$' as pattern,
        true as expected
    union all
    select
        'cpc' || chr(10) as text,
        '^cp' as pattern,
        true as expected

),

actual as (

    select
        text,
        pattern,
        expected,
        {{ regexp_contains('text', 'pattern') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
