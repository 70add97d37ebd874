with

cases as (

    select
        1 as first_column,
        2 as second_column,
        3 as third_column,
        4 as fourth_column

),

-- `first_column` would be there twice, and so could not be asked for, if it stayed
kept as (

    select
        {{ all_columns_but('cases', ['first_column', 'third_column']) }},
        cases.third_column as first_column
    from cases

),

actual as (

    -- set operations go by place: these are the columns, and their order
    select * from kept
    union all
    select
        2 as second_column,
        4 as fourth_column,
        3 as first_column

)

select first_column
from actual
group by
    first_column,
    second_column,
    fourth_column
having count(*) <> 2
