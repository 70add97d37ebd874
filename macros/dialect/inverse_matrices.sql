{#- A query that gives the inverse of each square matrix of `cells`, the name of a relation or common table
    expression with a row for every cell: matrix_name, row_number, column_number (from 1) and cell, a
    double. The same columns come out. By Gauss and Jordan with the diagonal as pivots, which suits
    matrices whose diagonal outweighs the rest of each row, such as those of Markov chains; where a
    pivot becomes 0, cells are infinite or no number. A query, since a matrix is a list in between. -#}
{% macro inverse_matrices(cells) -%}
    {{ adapter.dispatch('inverse_matrices')(cells) }}
{%- endmacro %}

{% macro default__inverse_matrices(cells) -%}
    {{ no_dialect('inverse_matrices') }}
{%- endmacro %}

{% macro duckdb__inverse_matrices(cells) -%}
    select
        matrix_name,
        row_number,
        generate_subscripts(row_cells, 1) as column_number,
        unnest(row_cells) as cell
    from (
        select
            matrix_name,
            generate_subscripts(matrix, 1) as row_number,
            unnest(matrix) as row_cells
        from (
            select
                matrix_name,
                {#- both words of a lambda have one type: each turn is a list of lists, too; and what a
                    lambda takes from around it is copied for each cell: the pivot's row, not the matrix #}
                list_reduce(
                    list_transform(
                        generate_series(1, len(matrix)),
                        lambda turn: [[cast(turn as double)]]
                    ),
                    lambda rows, turn: list_transform(
                        [rows[cast(turn[1][1] as bigint)]],
                        lambda pivots: list_transform(
                            rows,
                            lambda row_cells, row_number: list_transform(
                                row_cells,
                                lambda cell, column_number: {{ cell_after_turn(
                                    'cell', 'pivots[column_number]',
                                    'row_cells[cast(turn[1][1] as bigint)]',
                                    'pivots[cast(turn[1][1] as bigint)]',
                                    'row_number = turn[1][1]', 'column_number = turn[1][1]'
                                ) }}
                            )
                        )
                    )[1],
                    matrix
                ) as matrix
            from (
                select
                    matrix_name,
                    list(row_cells order by row_number) as matrix
                from (
                    select
                        matrix_name,
                        row_number,
                        list(cell order by column_number) as row_cells
                    from {{ cells }}
                    group by
                        matrix_name,
                        row_number
                )
                group by matrix_name
            )
        )
    )
{%- endmacro %}

{% macro spark__inverse_matrices(cells) -%}
    select
        matrix_name,
        cast(row_place + 1 as bigint) as row_number,
        cast(column_place + 1 as bigint) as column_number,
        cell
    from (
        select
            matrix_name,
            aggregate(
                sequence(1, size(matrix)),
                matrix,
                (rows, turn) -> transform(
                    rows,
                    (row_cells, row_place) -> transform(
                        row_cells,
                        (cell, column_place) -> {{ cell_after_turn(
                            'cell', 'element_at(element_at(rows, turn), column_place + 1)',
                            'element_at(row_cells, turn)',
                            'element_at(element_at(rows, turn), turn)',
                            'row_place + 1 = turn', 'column_place + 1 = turn'
                        ) }}
                    )
                )
            ) as matrix
        from (
            select
                matrix_name,
                transform(
                    array_sort(collect_list(struct(row_number, row_cells))),
                    item -> item.row_cells
                ) as matrix
            from (
                select
                    matrix_name,
                    row_number,
                    transform(
                        array_sort(collect_list(struct(column_number, cell))),
                        item -> cast(item.cell as double)
                    ) as row_cells
                from {{ cells }}
                group by
                    matrix_name,
                    row_number
            )
            group by matrix_name
        )
    )
    lateral view posexplode(matrix) as row_place, row_cells
    lateral view posexplode(row_cells) as column_place, cell
{%- endmacro %}
