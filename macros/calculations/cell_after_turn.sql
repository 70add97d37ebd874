{#- A cell of a matrix after one turn of Gauss and Jordan in place, made for inverse_matrices: `cell`, the one
    of the pivot's row in its column, `in_row`, the one of its row in the pivot's column, `in_column`, the
    `pivot`, and whether the cell is in the pivot's row and column. -#}
{% macro cell_after_turn(cell, in_row, in_column, pivot, is_in_row, is_in_column) -%}
    case
        when {{ is_in_row }} and {{ is_in_column }} then 1 / {{ pivot }}
        when {{ is_in_row }} then {{ in_row }} / {{ pivot }}
        when {{ is_in_column }} then -{{ in_column }} / {{ pivot }}
        else {{ cell }} - {{ in_column }} * {{ in_row }} / {{ pivot }}
    end
{%- endmacro %}
