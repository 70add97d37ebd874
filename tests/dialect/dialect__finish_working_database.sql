with

cases as (

    -- what else it does shows in the files of a build: tests/faults
    select
        {{ finish_working_database('{"command": "test"}') }} as actual,
        'nothing' as expected
    union all
    select
        {{ finish_working_database('{"command": "it''s a quote"}') }} as actual,
        'nothing' as expected

)

select * from cases
where actual is distinct from expected
