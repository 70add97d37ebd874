with

cases as (

    -- distinguished by their lengths and by letters that need no escape anywhere
    select
        {{ text_literal('plain') }} as actual,
        'plain' as expected
    union all
    select
        {{ text_literal("it's") }} as actual,
        'it' || chr(39) || 's' as expected
    union all
    select
        {{ text_literal('a\\nb\\\\') }} as actual,
        'a' || chr(92) || 'nb' || chr(92) || chr(92) as expected
    union all
    select
        {{ text_literal('say "größe"') }} as actual,
        'say ' || chr(34) || 'größe' || chr(34) as expected
    union all
    select
        {{ text_literal('') }} as actual,
        '' as expected

)

select * from cases
where actual is distinct from expected
