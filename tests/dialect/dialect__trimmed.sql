with

cases as (

    select
        ' a ' as text,
        'a' as expected
    union all
    select
        chr(9) || chr(10) || 'a' || chr(13) || chr(11) || chr(12) as text,
        'a' as expected
    union all
    -- at one end alone
    select
        'a' || chr(9) as text,
        'a' as expected
    union all
    select
        chr(10) || 'a' as text,
        'a' as expected
    union all
    -- what lies between stays
    select
        'a ' || chr(9) || 'b' as text,
        'a ' || chr(9) || 'b' as expected
    union all
    select
        chr(9) || ' ' as text,
        '' as expected
    union all
    select
        '' as text,
        '' as expected
    union all
    -- a space of another script is no ASCII white space
    select
        chr(160) || 'a' as text,
        chr(160) || 'a' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        text,
        expected,
        {{ trimmed('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
