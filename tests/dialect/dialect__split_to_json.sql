with

cases as (

    select
        'b|a' as text,
        '["b","a"]' as expected
    union all
    select
        'a' as text,
        '["a"]' as expected
    union all
    -- nothing between two bars is a text of no letters
    select
        'a||b' as text,
        '["a","","b"]' as expected
    union all
    select
        '' as text,
        '[""]' as expected
    union all
    select
        'say "hi"|é' as text,
        {{ text_literal('["say \\"hi\\"","é"]') }} as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as text,
        null as expected

),

actual as (

    select
        text,
        expected,
        {{ split_to_json('text') }} as actual
    from cases

)

select * from actual
where actual is distinct from expected
