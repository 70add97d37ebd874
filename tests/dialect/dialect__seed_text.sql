with

cases as (

    select
        ' a b ' as cell,
        'a b' as expected
    union all
    select
        '  ' as cell,
        null as expected
    union all
    select
        '' as cell,
        null as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as cell,
        null as expected
    union all
    -- blanks that do not break, as spreadsheets leave them
    select
        chr(160) || 'a' || chr(160) || 'b' || chr(160) as cell,
        'a' || chr(160) || 'b' as expected
    union all
    select
        chr(160) as cell,
        null as expected

),

actual as (

    select
        cell,
        expected,
        {{ seed_text('cell') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
