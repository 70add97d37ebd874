-- An error that no row comes to stops nothing, and takes the type of what stands beside
-- it. That a row which does stops the query is shown by tests/models/test_landing.py.
with

cases as (

    select
        1 as number,
        2 as expected
    union all
    select
        0 as number,
        1 as expected
    union all
    select
        null as number,
        -1 as expected

),

actual as (

    select
        expected,
        case
            when number is null then -1
            when number < 0 then {{ raise_error("'no case has ' || number") }}
            else number + 1
        end as actual
    from cases

)

select * from actual
where actual is distinct from expected
