{#- The line of a seed's CSV file that a row came from; the header is line 1. Only for the
    select list of a query that reads one seed. A seed keeps the order of its file; a field
    with line breaks inside shifts the lines below it. -#}
{% macro seed_line_number() -%}
    {{ adapter.dispatch('seed_line_number')() }}
{%- endmacro %}

{% macro default__seed_line_number() -%}
    {{ no_dialect('seed_line_number') }}
{%- endmacro %}

{% macro duckdb__seed_line_number() -%}
    -- counted from the first row there is: a seed loaded again keeps its table and goes on
    -- numbering where the old rows ended
    (rowid - min(rowid) over () + 2)
{%- endmacro %}

{#- insert_seed_rows writes one file -#}
{% macro spark__seed_line_number() -%}
    (_metadata.row_index + 2)
{%- endmacro %}
