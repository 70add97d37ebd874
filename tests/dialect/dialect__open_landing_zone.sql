-- a landing zone that was opened tells each of its files once, with what it lies in: a
-- table, or any folder of a source
with

files as (

    select
        table_name,
        file
    from {{ source('landing', 'files') }}

)

select
    table_name,
    file
from files
group by
    table_name,
    file
having
    count(*) > 1
    or file not like replace(table_name, '/*', '') || '/%'
