with

cells as (

    select
        'of one' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(4 as double) as cell,
        cast(0.25 as double) as expected
    union all
    select
        'of two' as matrix_name,
        cast(2 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(-1 as double) as cell,
        cast(0.5 as double) as expected
    union all
    select
        'of two' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(2 as double) as cell,
        cast(0.75 as double) as expected
    union all
    select
        'of two' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(2 as bigint) as column_number,
        cast(-1 as double) as cell,
        cast(0.5 as double) as expected
    union all
    select
        'of two' as matrix_name,
        cast(2 as bigint) as row_number,
        cast(2 as bigint) as column_number,
        cast(1.5 as double) as cell,
        cast(1 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(1 as double) as cell,
        cast(1 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(2 as bigint) as column_number,
        cast(-0.5 as double) as cell,
        cast(0.5 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(1 as bigint) as row_number,
        cast(3 as bigint) as column_number,
        cast(0 as double) as cell,
        cast(0.125 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(2 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(0 as double) as cell,
        cast(0 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(2 as bigint) as row_number,
        cast(2 as bigint) as column_number,
        cast(1 as double) as cell,
        cast(1 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(2 as bigint) as row_number,
        cast(3 as bigint) as column_number,
        cast(-0.25 as double) as cell,
        cast(0.25 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(3 as bigint) as row_number,
        cast(1 as bigint) as column_number,
        cast(0 as double) as cell,
        cast(0 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(3 as bigint) as row_number,
        cast(2 as bigint) as column_number,
        cast(0 as double) as cell,
        cast(0 as double) as expected
    union all
    select
        'no mirror' as matrix_name,
        cast(3 as bigint) as row_number,
        cast(3 as bigint) as column_number,
        cast(1 as double) as cell,
        cast(1 as double) as expected

),

inverted as (

    {{ inverse_matrices('cells') }} -- noqa: PRS

)

select
    cells.matrix_name,
    cells.row_number,
    cells.column_number,
    cells.expected,
    inverted.cell
from cells
full join inverted
    on
        cells.matrix_name = inverted.matrix_name
        and cells.row_number = inverted.row_number
        and cells.column_number = inverted.column_number
where cells.expected is distinct from inverted.cell
